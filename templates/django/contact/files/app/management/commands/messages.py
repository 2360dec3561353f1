"""`manage.py messages`."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from app.contact.models import Message


class Command(BaseCommand):
    """Lists what came in by the contact form, the latest last."""

    help = "List the messages of the contact form."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which message to delete instead."""
        parser.add_argument("--delete", type=int, metavar="NUMBER", help="delete the message of this number instead")

    def handle(self, *_args: object, delete: int | None, **_options: object) -> None:
        """List them, or delete one."""
        if delete is not None:
            if not Message.objects.filter(pk=delete).delete()[0]:
                raise CommandError(f"there is no message {delete}")
            return
        found = list(Message.objects.order_by("pk"))
        for message in found:
            self.stdout.write(f"{message.pk}  {message.sent_at:%Y-%m-%d %H:%M} UTC  {message}")
            self.stdout.write(f"{message.text}\n\n")
        if not found:
            self.stdout.write("There are no messages.")
