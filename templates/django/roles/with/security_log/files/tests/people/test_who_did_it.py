"""Who did it, where it is not the person that it happened to."""

import json
from collections.abc import Callable

from allauth.core import context
from django.http import HttpRequest

from people.visitor import EMAIL
from production import PRODUCTION
from test_contract import written_log
from users.models import User
from users.roles import grant


def test_an_event_tells_who_changed_or_deleted_somebody_else(make_person: Callable[..., None]) -> None:
    for email in (EMAIL, "bob@example.org", "chief@example.org"):
        make_person(email)
    ada, bob, chief = User.objects.order_by("email")
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "192.0.2.1"
    request.user = chief

    with written_log(**PRODUCTION) as log, context.request_context(request):
        grant(ada, "staff")
        bob.delete()
        chief.delete()

    events = [json.loads(line) for line in log.getvalue().splitlines()]
    by = [(event["event"], "by" in event) for event in events]
    assert by == [("role changed", True), ("account deleted", True), ("account deleted", False)]
