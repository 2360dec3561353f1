"""What happens when the application starts."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Has the roles kept."""

    name = "app.people"

    def ready(self) -> None:
        """Connect what keeps the roles."""
        from app.people import roles

        roles.connect()
