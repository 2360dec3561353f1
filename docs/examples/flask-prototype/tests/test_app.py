from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import ValidationError

from app import Settings, create_app, db

DATA = {"title": "What comes next", "note": "Open every day but Monday. Bring a coat; the hall is cold."}


@pytest.fixture
def app() -> Flask:
    app = create_app(Settings(app_env="development", database_url="sqlite://"))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_add_edit_and_delete(client: FlaskClient) -> None:
    response = client.post("/ideas/add", data=DATA, follow_redirects=True)
    assert "The idea was created." in unescape(response.text)
    assert "There are no ideas." not in unescape(response.text)

    response = client.post("/ideas/1/edit", data=DATA, follow_redirects=True)
    assert "The idea was saved." in unescape(response.text)

    response = client.post("/ideas/1/delete", follow_redirects=True)
    assert "The idea was deleted." in unescape(response.text)
    assert "There are no ideas." in unescape(response.text)


def test_title_is_required(client: FlaskClient) -> None:
    assert "This field is required." in client.post("/ideas/add", data=DATA | {"title": ""}).text
    assert "invalid-feedback" in client.post("/ideas/add", data=dict.fromkeys(DATA, "\0")).text
    assert "There are no ideas." in unescape(client.get("/").text)


def test_unknown_id_is_not_found(client: FlaskClient) -> None:
    assert client.get("/ideas/1/edit").status_code == 404


@pytest.mark.parametrize("path", ["/ideas/add", "/ideas/1/edit", "/ideas/1/delete"])
def test_form_without_csrf_token_is_refused(app: Flask, client: FlaskClient, path: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    response = client.post(path, data=DATA)
    assert response.status_code == 400
    assert "The CSRF token is missing." in response.text


def test_responses_have_security_headers(client: FlaskClient) -> None:
    for path in ("/", "/health/live/", "/static/theme.js", "/unknown"):
        with client.get(path) as response:
            assert "default-src 'self'" in response.headers["Content-Security-Policy"]
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert "Strict-Transport-Security" not in response.headers
    assert "Strict-Transport-Security" in client.get("/", base_url="https://localhost").headers


def test_only_health_checks_may_use_any_host(client: FlaskClient) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/health/live/", headers={"Host": "10.0.0.1"}).status_code == 200


def test_not_ready_without_the_table(app: Flask, client: FlaskClient) -> None:
    assert client.get("/health/ready/").status_code == 200
    with app.app_context():
        db.drop_all()
    assert client.get("/health/ready/").status_code == 503


@pytest.mark.parametrize("setting", ["SECRET_KEY=dev", "FLASK_DEBUG=1", "ALLOWED_HOSTS=*", "ALLOWED_HOSTS="])
def test_production_refuses_unsafe_settings(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    for assignment in ("APP_ENV=production", f"SECRET_KEY={'x' * 32}", setting):
        monkeypatch.setenv(*assignment.split("="))
    with pytest.raises(ValidationError, match=setting.split("=")[0]):
        Settings()


@pytest.mark.parametrize(("allowed", "status"), [(False, 403), (True, 302)])
def test_production_is_read_only_unless_allowed(allowed: bool, status: int) -> None:
    settings = Settings(
        app_env="production", secret_key="x" * 32, database_url="sqlite://", allow_anonymous_writes=allowed
    )
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert client.post("/ideas/add", data=DATA).status_code == status
    assert ("New idea" in unescape(client.get("/").text)) is allowed
