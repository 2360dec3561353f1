"""What has to hold in production, besides what Django's own deployment check looks at."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from app.management.commands.doctor import migrations_are_applied


class ApplicationConfig(AppConfig):
    """Has `manage.py check --deploy` look at more."""

    name = "app"

    def ready(self) -> None:
        """Register what it looks at."""
        register(fit_for_production, deploy=True)


def fit_for_production(**_: Any) -> list[CheckMessage]:
    """What is wrong, and what to do about it."""
    problems: list[CheckMessage] = []
    if waiting := migrations_are_applied():
        problems.append(Error("The database is not up to date with the models.", hint=waiting, id="app.E001"))
    if "unsafe-" in str(settings.CONTENT_SECURITY_POLICY):
        hint = "Take 'unsafe-…' out of CONTENT_SECURITY_POLICY in app/settings.py."
        problems.append(
            Error("The content security policy lets anybody's scripts or styles run.", hint=hint, id="app.E002")
        )
    return problems
