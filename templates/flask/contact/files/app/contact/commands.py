"""`messages`: what came in by the contact form, on the command line."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app.contact.models import Message
from app.database import db


@click.command()
@click.option("--delete", type=int, metavar="NUMBER", help="Delete the message of this number instead.")
@with_appcontext
def messages(delete: int | None) -> None:
    """List the messages of the contact form, the latest last."""
    if delete is not None:
        message = db.session.get(Message, delete)
        if message is None:
            raise click.ClickException(f"there is no message {delete}")
        db.session.delete(message)
        db.session.commit()
        return
    found = db.session.scalars(select(Message).order_by(Message.id)).all()
    for message in found:
        click.echo(f"{message.id}  {message.sent_at:%Y-%m-%d %H:%M} UTC  {message.name} <{message.email}>")
        click.echo(f"{message.text}\n")
    if not found:
        click.echo("There are no messages.")
