from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.users.models import Role, User
from conftest import submit

USERS = "/admin/people/"
BOB = "bob@example.com"

SignIn = Callable[..., FlaskClient]
CreateUser = Callable[..., int]


def get_role(app: Flask, user_id: int) -> str:
    with app.app_context():
        return ", ".join(sorted(role.name for role in db.session.get_one(User, user_id).roles))


def get_user_id(app: Flask, email: str = "ada@example.com") -> int:
    with app.app_context():
        return db.session.scalars(select(User.id).where(User.email == email)).one()


def edit_url(user_id: int) -> str:
    return f"{USERS}edit/?id={user_id}"


def test_visitors_are_redirected_to_the_log_in(client: FlaskClient) -> None:
    assert client.get("/admin/").location == "/accounts/login/?next=/admin/"


def test_the_admin_is_linked_for_staff_only(sign_in: SignIn) -> None:
    assert 'href="/admin/"' in sign_in("staff", BOB).get("/").text
    assert 'href="/admin/"' not in sign_in("member").get("/").text


def test_no_page_shows_a_password(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("admin")
    for url in (USERS, edit_url(get_user_id(app))):
        page = client.get(url).text
        assert "ada@example.com" in page
        assert "argon2" not in page


@pytest.mark.parametrize("email", [BOB, "ada@example.com"])
def test_staff_cannot_give_a_role(app: Flask, sign_in: SignIn, create_user: CreateUser, email: str) -> None:
    create_user(BOB)
    client, user_id = sign_in("staff"), get_user_id(app, email)
    before = get_role(app, user_id)
    with app.app_context():
        admin_id = db.session.scalars(select(Role.id).where(Role.name == "admin")).one()
    fields = {"active": "y", "name": "", "role": "admin", "roles": str(admin_id), "assigned_roles": str(admin_id)}
    submit(client, edit_url(user_id), **fields)
    assert get_role(app, user_id) == before


def test_staff_cannot_change_an_admin(sign_in: SignIn, create_user: CreateUser) -> None:
    client, url = sign_in("staff"), edit_url(create_user(BOB, roles=["admin"]))
    assert client.get(url).status_code == 403
    assert submit(client, url, name="Robert").status_code == 403


@pytest.mark.parametrize("role", ["member", "admin"])
@pytest.mark.parametrize("by", ["staff", "admin"])
def test_admins_delete_users_and_staff_do_not(
    app: Flask, sign_in: SignIn, create_user: CreateUser, by: str, role: str
) -> None:
    user_id, client = create_user(BOB, roles=[role]), sign_in(by)
    page = client.get(edit_url(user_id))
    assert ("Delete for good" in page.text) == (by == "admin")
    submit(client, f"{USERS}delete/", id=str(user_id))
    with app.app_context():
        assert (db.session.get(User, user_id) is None) == (by == "admin")


def test_admins_cannot_lock_themselves_out(app: Flask, sign_in: SignIn) -> None:
    client, user_id = sign_in("admin"), get_user_id(app)
    assert "Delete for good" not in client.get(edit_url(user_id)).text
    submit(client, edit_url(user_id), name="Ada", role="member")
    submit(client, f"{USERS}delete/", id=str(user_id))
    assert get_role(app, user_id) == "admin"
    assert "Ada" in client.get(USERS).text


@pytest.mark.parametrize("query", ["id=", "id=1,3", "id=1&id=2", "id=99999999999999999999", "id=x", "id=999"])
def test_other_ids_have_no_form(sign_in: SignIn, query: str) -> None:
    assert sign_in("admin").get(f"{USERS}edit/?{query}").status_code == 302


def test_no_page_of_the_list_is_a_server_error(sign_in: SignIn) -> None:
    assert sign_in("staff").get(f"{USERS}?page=99999999999999999999").status_code < 500
