"""The contact form and the page that thanks for a message."""

from smtplib import SMTPException

import structlog
from flask import Blueprint, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_mailman import EmailMessage
from sqlalchemy import func, select

from app.contact.forms import ContactForm
from app.contact.models import Message
from app.contact.senders import MOST, WITHIN, sender_of
from app.database import db
from app.environment import TITLE, Environment
from app.moments import now

blueprint = Blueprint("contact", __name__, url_prefix="/contact", template_folder="templates")
log = structlog.stdlib.get_logger(__name__)


@blueprint.route("/", methods=["GET", "POST"])
def form() -> ResponseReturnValue:
    """The form; what is written in it is kept, and mailed where an address is set."""
    form = ContactForm()
    if not form.validate_on_submit():
        return render_template("contact/form.html", form=form), 422 if form.errors else 200
    if form.website.data:
        return redirect("/contact/thanks/")
    environment: Environment = current_app.config["ENVIRONMENT"]
    sender = sender_of(request.remote_addr or "", environment.secret_key.get_secret_value())
    if sent_lately(sender) >= MOST:
        page = render_template("contact/form.html", form=form, too_many=True)
        return page, 429, {"Retry-After": str(int(WITHIN.total_seconds()))}
    message = Message(name=form.name.data, email=form.email.data, text=form.text.data, sender=sender)
    db.session.add(message)
    db.session.commit()
    if environment.contact_email:
        send_on(message, environment.contact_email)
    return redirect("/contact/thanks/")


@blueprint.get("/thanks/")
def thanks() -> str:
    """A word of thanks."""
    return render_template("contact/thanks.html")


def sent_lately(sender: str) -> int:
    """How many messages a sender has sent in the last hour."""
    lately = select(func.count()).where(Message.sender == sender, Message.sent_at > now() - WITHIN)
    return db.session.scalar(lately) or 0


def send_on(message: Message, address: str) -> None:
    """Mail a message to us; one that does not leave has been kept all the same."""
    body = f"{message.name} <{message.email}> wrote:\n\n{message.text}\n"
    mail = EmailMessage(f"{TITLE}: a message", body, to=[address], reply_to=[message.email])
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        log.error("mail not sent", error=type(error).__name__)
