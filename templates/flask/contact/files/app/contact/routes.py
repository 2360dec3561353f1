import json

import click
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.contact.forms import ContactForm
from app.contact.models import Message
from app.extensions import db, limiter

bp = Blueprint("contact", __name__, url_prefix="/contact", template_folder="templates")


@bp.route("/", methods=["GET", "POST"])
@limiter.limit("5/hour", methods=["POST"])
def contact() -> ResponseReturnValue:
    form = ContactForm()
    if form.validate_on_submit():
        message = Message()
        form.populate_obj(message)
        db.session.add(message)
        db.session.commit()
        flash("Thank you. Your message was sent.", "success")
        return redirect(url_for("contact.contact"))
    return render_template("contact/contact.html", form=form)


@bp.cli.command("list")
def list_messages() -> None:
    """Print the messages, oldest first, as one JSON object per line."""
    for message in db.session.scalars(select(Message).order_by(Message.id)):
        fields = {name: getattr(message, name) for name in ("id", "sent_at", "name", "email", "text")}
        click.echo(json.dumps(fields, default=str))


@bp.cli.command("delete")
@click.argument("message_id", type=int)
def delete_message(message_id: int) -> None:
    """Delete a message."""
    message = db.session.get(Message, message_id)
    if message is None:
        raise click.ClickException(f"There is no message {message_id}.")
    db.session.delete(message)
    db.session.commit()
