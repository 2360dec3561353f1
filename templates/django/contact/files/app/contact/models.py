"""What visitors wrote."""

from django.db import models
from django.utils import timezone


class Message(models.Model):
    """A message of the contact form; `sender` says which of them came from one address."""

    sent_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=100)
    email = models.EmailField(max_length=254)
    text = models.TextField()
    sender = models.CharField(max_length=64)

    class Meta:
        """The table."""

        indexes = (models.Index(fields=["sender", "sent_at"], name="message_sender_sent_at"),)

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"
