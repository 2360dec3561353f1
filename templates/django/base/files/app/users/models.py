"""The project's own user model: to change Django's later on, with data in the tables, would be hard."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody who can log in."""
