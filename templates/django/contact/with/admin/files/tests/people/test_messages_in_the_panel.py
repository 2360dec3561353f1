"""Messages of the contact form in the admin panel: to read, and not to change."""

from collections.abc import Callable

from werkzeug.test import Client

from contact.test_contact import send
from people.visitor import Visitor, forms

PLACES = ("/admin/contact/message/", "/admin/messages/")
"""Where the list lies, by framework."""


def test_the_panel_shows_messages_and_leaves_them_as_they_are(
    http: Client, all_routes: dict[str, str], known: Callable[..., Visitor]
) -> None:
    assert send(http, name="Bob <b>").status_code == 302
    path = next(place for place in PLACES if place in all_routes)
    staff = known("staff")

    assert "Bob &lt;b&gt;" in staff.open(path).text
    for change in ("add/", "new/", "1/change/", "edit/?id=1"):
        page = staff.open(f"{path}{change}")
        assert page.status_code in {200, 403, 404}
        assert not [form for form in forms(page.text) if {"name", "email", "text"} & form.values.keys()]
