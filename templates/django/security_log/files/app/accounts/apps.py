"""What happens when the application starts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Has it written down what happens to accounts."""

    name = "app.accounts"

    def ready(self) -> None:
        """Connect the events."""
        from app.accounts import events

        events.connect()
