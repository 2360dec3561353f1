import csv
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.timestamps import utcnow
from conftest import PASSWORD, get_csrf_token, submit
from test_admin import BOB, USERS, edit_url, get_role, get_user_id

EVE = "eve@example.com"
HISTORY = "/admin/history/"

SignIn = Callable[..., FlaskClient]
CreateUser = Callable[..., int]


@pytest.fixture
def bob_id(create_user: CreateUser) -> int:
    return create_user(BOB, name="Bob")


def get_rows(client: FlaskClient, url: str) -> str:
    """Return the table of a page."""
    return client.get(url).text.split('<table class="table', 1)[1]


def run_action(client: FlaskClient, action: str, *ids: int) -> None:
    data = {"csrf_token": get_csrf_token(client), "action": action, "rowid": list(map(str, ids))}
    assert client.post(f"{USERS}action/", data=data).status_code == 302


@pytest.mark.usefixtures("bob_id")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("search=bob@", (False, True)),
        ("flt0_role_is=staff", (True, False)),
        ("flt0_role_is=&flt1_active_is=", (True, True)),
        ("flt1_active_is=yes", (True, True)),
        ("flt1_active_is=no", (False, False)),
    ],
)
def test_users_are_searched_and_filtered(sign_in: SignIn, query: str, found: tuple[bool, bool]) -> None:
    rows = get_rows(sign_in("staff"), f"{USERS}?{query}")
    assert ("ada@example.com" in rows, BOB in rows) == found


def test_several_users_are_deactivated(app: Flask, sign_in: SignIn, create_user: CreateUser) -> None:
    bob, staff = sign_in("member", BOB), sign_in("staff")
    bob_id, ids = get_user_id(app, BOB), [create_user(EVE), create_user("chief@example.com", roles=["admin"])]
    assert bob.get("/accounts/profile/").status_code == 200
    run_action(staff, "deactivate", bob_id, *ids)
    rows = get_rows(staff, f"{USERS}?flt1_active_is=no")
    assert [email in rows for email in (BOB, EVE, "chief@example.com")] == [True, True, False]
    assert bob.get("/accounts/profile/").status_code == 302
    run_action(staff, "activate", bob_id)
    submit(bob, "/accounts/login/", email=BOB, password=PASSWORD)
    assert bob.get("/accounts/profile/").status_code == 200


@pytest.mark.usefixtures("bob_id")
def test_users_are_exported_as_csv(sign_in: SignIn, create_user: CreateUser) -> None:
    for number, sign in enumerate("=+-@\t"):
        create_user(f"user{number}@example.com", name=f"{sign}1+1")
    response = sign_in("staff").get(f"{USERS}export/csv/?search=example.com")
    assert response.mimetype == "text/csv"
    rows = {row[0]: row[1] for row in csv.reader(response.text.splitlines())}
    assert rows[BOB] == "Bob"
    assert [rows[f"user{number}@example.com"] for number in range(5)] == [f"'{sign}1+1" for sign in "=+-@\t"]


def test_the_history_has_every_change(sign_in: SignIn, bob_id: int) -> None:
    client = sign_in("admin")
    submit(client, edit_url(bob_id), active="y", name="Robert", role="member")
    run_action(client, "deactivate", bob_id)
    submit(client, f"{USERS}delete/", id=str(bob_id))
    rows = get_rows(client, f"{HISTORY}?search=record")
    for text in ("name: Bob → Robert", "active: True → False", "record deleted", f"users {bob_id}", "ada@example.com"):
        assert text in rows
    assert f"{utcnow():%Y-%m-%d}" in rows


def test_the_history_cannot_be_changed(sign_in: SignIn, bob_id: int) -> None:
    client = sign_in("staff")
    submit(client, edit_url(bob_id), active="y", name="Robert")
    submit(client, f"{HISTORY}delete/", id="1")
    submit(client, f"{HISTORY}action/", action="delete", rowid="1")
    submit(client, f"{HISTORY}edit/?id=1", event="nothing")
    assert "name: Bob → Robert" in get_rows(client, HISTORY)


def test_an_admin_gives_a_role(app: Flask, sign_in: SignIn, bob_id: int) -> None:
    client = sign_in("admin")
    assert '<option selected value="member">' in client.get(edit_url(bob_id)).text
    submit(client, edit_url(bob_id), active="y", name="Bob", role="staff")
    assert get_role(app, bob_id) == "staff"
    assert "roles: member → staff" in get_rows(client, HISTORY)


def test_staff_are_not_offered_to_give_one(sign_in: SignIn, bob_id: int) -> None:
    assert 'name="role"' not in sign_in("staff").get(edit_url(bob_id)).text
