"""What happens when the application starts."""

from django.apps import AppConfig


class TwoFactorConfig(AppConfig):
    """Has a second factor end the sessions that know none."""

    name = "app.two_factor"

    def ready(self) -> None:
        """Connect what ends them."""
        from app.two_factor import sessions

        sessions.connect()
