"""What happens when the application starts."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Has it written down what happens to accounts."""

    name = "users"

    def ready(self) -> None:
        """Connect the events."""
        from users import events

        events.connect()
