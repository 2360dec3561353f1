from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_mailman import EmailMessage
from sqlalchemy import select

from app.extensions import db, limiter
from app.users.models import User
from conftest import PASSWORD, get_csrf_token, submit

EMAIL = "ada@example.com"
LOG_IN = "/accounts/login/"
CODE = "/accounts/2fa/authenticate/"
SET_UP = "/accounts/2fa/totp/activate/"
RECOVERY = "/accounts/2fa/recovery/"
RECOVERY_CODES = "/accounts/2fa/recovery-codes/"

CreateUser = Callable[..., int]


@pytest.fixture
def staff(app: Flask, create_user: CreateUser) -> int:
    """Create a member of staff with a second factor and return the id."""
    secret = app.extensions["security"].totp_factory.generate_totp_secret()
    return create_user(EMAIL, roles=["staff"], tf_primary_method="authenticator", tf_totp_secret=secret)


def enter_password(app: Flask) -> FlaskClient:
    client = app.test_client()
    submit(client, LOG_IN, email=EMAIL, password=PASSWORD)
    return client


def get_user(app: Flask) -> User:
    with app.app_context():
        return db.session.scalars(select(User)).one()


def get_code(app: Flask) -> str:
    """Return a code of the user's authenticator."""
    with app.app_context():
        return str(app.extensions["security"].totp_factory.generate_totp_password(get_user(app).tf_totp_secret))


def forget_used_codes(app: Flask) -> None:
    with app.app_context():
        db.session.scalars(select(User)).one().tf_last_counter = 0
        db.session.commit()


def log_in(app: Flask) -> FlaskClient:
    client = enter_password(app)
    forget_used_codes(app)
    submit(client, CODE, code=get_code(app))
    assert is_logged_in(client)
    return client


def start_set_up(app: Flask, client: FlaskClient) -> tuple[str, str]:
    """Start to set up an authenticator; return the URL and the code that complete it."""
    page = submit(client, SET_UP, setup="authenticator").text
    assert 'src="data:image/svg+xml' in page
    with client.session_transaction() as session, app.app_context():
        code = app.extensions["security"].totp_factory.generate_totp_password(session["tf_totp_secret"])
    return page.split(f'action="{SET_UP}')[2].split('"')[0], code


def set_up(app: Flask, client: FlaskClient) -> None:
    token, code = start_set_up(app, client)
    assert submit(client, SET_UP + token, code=code).location == RECOVERY_CODES


def create_recovery_codes(app: Flask) -> list[str]:
    with app.app_context():
        user = db.session.scalars(select(User)).one()
        codes: list[str] = app.extensions["security"].mf_recovery_codes_util.create_recovery_codes(user)
        db.session.commit()
        return codes


def is_logged_in(client: FlaskClient) -> bool:
    return client.get("/accounts/profile/").status_code == 200


@pytest.mark.usefixtures("staff")
def test_a_password_alone_does_not_log_in(app: Flask) -> None:
    client = app.test_client()
    assert submit(client, LOG_IN, email=EMAIL, password=PASSWORD).location.startswith(CODE)
    submit(client, SET_UP, setup="authenticator")
    submit(client, CODE, code="000000")
    submit(client, "/accounts/verify/", password=PASSWORD)
    assert not is_logged_in(client)
    assert client.get("/people/").status_code == 302


@pytest.mark.parametrize("role", ["staff", "admin"])
def test_a_role_counts_after_the_set_up(app: Flask, create_user: CreateUser, role: str) -> None:
    create_user(EMAIL, roles=[role])
    client, other = enter_password(app), enter_password(app)
    assert client.get("/people/").location == SET_UP
    token, code = start_set_up(app, other)
    data = {"csrf_token": get_csrf_token(other), "code": code}
    set_up(app, client)
    assert client.get("/people/").status_code == 200
    forget_used_codes(app)
    secret = get_user(app).tf_totp_secret
    other.post(SET_UP + token, data=data)  # begun before the other session completed its set-up
    assert not is_logged_in(other)
    assert get_user(app).tf_totp_secret == secret


def test_members_need_no_second_factor(app: Flask, create_user: CreateUser) -> None:
    create_user(EMAIL)
    assert is_logged_in(enter_password(app))


def test_every_check_of_a_role_counts_the_second_factor(app: Flask, create_user: CreateUser) -> None:
    create_user(EMAIL, roles=["admin"])
    with enter_password(app) as client:
        client.get("/")
        user = db.session.scalars(select(User)).one()
        assert not user.roles
        assert not user.has_role("admin")
        assert not user.has_permission("users.view")


@pytest.mark.usefixtures("staff")
def test_a_code_works_once(app: Flask) -> None:
    client, other = enter_password(app), enter_password(app)
    code = get_code(app)
    submit(client, CODE, code=code)
    submit(other, CODE, code=code)
    assert (is_logged_in(client), is_logged_in(other)) == (True, False)


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize("url", [CODE, RECOVERY])
def test_of_parallel_requests_with_the_same_code_one_logs_in(
    app: Flask, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setattr(limiter, "enabled", False)
    clients = [enter_password(app) for _ in range(6)]
    code = get_code(app) if url == CODE else create_recovery_codes(app)[0]
    with ThreadPoolExecutor(len(clients)) as pool:
        list(pool.map(lambda client: submit(client, url, code=code), clients))
    assert sum(is_logged_in(client) for client in clients) == 1


@pytest.mark.usefixtures("staff")
def test_a_recovery_code_logs_in_once(app: Flask) -> None:
    code = create_recovery_codes(app)[3]
    client, other = enter_password(app), enter_password(app)
    assert "none of your recovery codes" in submit(client, RECOVERY, code="abcd-abcd-abcd").text
    submit(client, RECOVERY, code=code)
    submit(other, RECOVERY, code=code)
    assert client.get("/people/").status_code == 200
    assert not is_logged_in(other)
    assert len(get_user(app).mf_recovery_codes or []) == 9


@pytest.mark.usefixtures("staff")
def test_recovery_codes_are_shown_once_and_stored_encrypted(app: Flask) -> None:
    client = log_in(app)
    page = submit(client, RECOVERY_CODES).text
    code = page.split("<li><code>")[1].split("<")[0]
    assert page.count("<li><code>") == 10
    assert "<li><code>" not in client.get(f"{RECOVERY_CODES}?show_codes=1").text
    assert code not in "".join(get_user(app).mf_recovery_codes or [])


@pytest.mark.usefixtures("staff")
def test_codes_are_limited_by_account(app: Flask) -> None:
    client = enter_password(app)
    for number in range(5):
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        assert submit(client, CODE, code="000000").status_code == 200
    other = enter_password(app)
    other.environ_base["REMOTE_ADDR"] = "192.0.2.99"
    assert submit(other, CODE, code=get_code(app)).status_code == 429
    assert not is_logged_in(other)


@pytest.mark.usefixtures("staff")
def test_a_set_up_link_of_another_session_is_refused(app: Flask) -> None:
    expected, client = get_user(app).tf_totp_secret, log_in(app)
    token, code = start_set_up(app, log_in(app))
    forget_used_codes(app)
    submit(client, SET_UP + token, code=code)
    assert get_user(app).tf_totp_secret == expected


@pytest.mark.usefixtures("staff")
def test_rights_end_with_the_authenticator(app: Flask) -> None:
    client, other = log_in(app), log_in(app)
    create_recovery_codes(app)
    submit(client, SET_UP, setup="disable")
    assert client.get("/people/").location == SET_UP
    assert not get_user(app).mf_recovery_codes
    forget_used_codes(app)
    set_up(app, client)
    assert client.get("/people/").status_code == 200
    assert not is_logged_in(other), "A session that passed the old authenticator ends."


@pytest.mark.usefixtures("staff")
def test_a_password_reset_does_not_skip_the_second_factor(app: Flask, outbox: list[EmailMessage]) -> None:
    client, password = app.test_client(), "six-purple-doors-creak"
    submit(client, "/accounts/password/reset/", email=EMAIL)
    link = str(outbox[0].body).split("http://localhost")[1].split()[0]
    submit(client, link, password=password, password_confirm=password)
    assert not is_logged_in(client)
    response = submit(app.test_client(), LOG_IN, email=EMAIL, password=password)
    assert response.location.startswith(CODE)


@pytest.mark.usefixtures("staff")
def test_the_set_up_needs_a_recent_password(app: Flask) -> None:
    client = log_in(app)
    with client.session_transaction() as session:
        session["fs_paa"] = time() - 2 * 60 * 60
        session.pop("fs_gexp", None)
    for url in (SET_UP, RECOVERY_CODES):
        assert submit(client, url, setup="disable").location.startswith("/accounts/verify/")
    submit(client, "/accounts/verify/", password=PASSWORD)
    assert client.get(SET_UP).status_code == 200


@pytest.mark.usefixtures("staff")
def test_the_page_of_the_code_does_not_log_out(app: Flask) -> None:
    client = log_in(app)
    client.get(CODE)
    assert is_logged_in(client)
