import json
import re

from sentry_sdk.types import Event, Hint

EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def remove_personal_data(event: Event, _hint: Hint) -> Event:
    """Return the event without the request and email addresses. `transaction` names the route."""
    event.pop("request", None)
    cleaned: Event = json.loads(EMAIL.sub("[email]", json.dumps(event)))
    return cleaned
