"""Reports of errors to Sentry, without personal data."""

import json
import re

import sentry_sdk
from flask import Flask
from sentry_sdk.types import Event, Hint

EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def init_app(app: Flask) -> None:
    if app.config["SENTRY_DSN"]:
        sentry_sdk.init(
            dsn=app.config["SENTRY_DSN"],
            environment=app.config["APP_ENV"],
            release=app.config["SENTRY_RELEASE"],
            traces_sample_rate=app.config["SENTRY_TRACES_SAMPLE_RATE"],
            send_default_pii=False,
            include_local_variables=False,
            max_breadcrumbs=0,  # log lines, which have addresses of clients
            before_send=remove_personal_data,
            before_send_transaction=remove_personal_data,
        )


def remove_personal_data(event: Event, _hint: Hint) -> Event:
    """Return the event without the request and email addresses. `transaction` names the route."""
    event.pop("request", None)
    cleaned: Event = json.loads(EMAIL.sub("[email]", json.dumps(event)))
    return cleaned
