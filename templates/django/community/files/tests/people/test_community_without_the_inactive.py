"""What remains of somebody who may not log in any more: nothing that others see."""

from collections.abc import Callable

from werkzeug.test import Client

from people.members import Member
from people.visitor import Visitor
from users.models import User


def test_who_is_no_longer_active_is_not_seen(http: Client, known: Callable[..., Visitor]) -> None:
    ada = Member(known(), "ada")
    post = ada.write("Good morning")

    User.objects.update(is_active=False)

    assert http.get("/@ada/").status_code == 404
    assert http.get(f"/feed/{post}/").status_code == 404
