import json

import pytest
from flask.testing import FlaskClient

from app.logging import configure

Capture = pytest.CaptureFixture[str]


def test_request_is_logged_as_one_line(client: FlaskClient, capsys: Capture) -> None:
    configure("INFO", as_json=True)
    response = client.get("/health/live/?token=secret")
    (line,) = capsys.readouterr().out.splitlines()
    entry = json.loads(line)
    assert (entry["event"], entry["path"], entry["status"]) == ("request", "/health/live/", 200)
    assert entry["request_id"] == response.headers["X-Request-ID"]
    assert "secret" not in line


def test_token_in_a_path_is_not_logged(client: FlaskClient, capsys: Capture) -> None:
    configure("INFO", as_json=True)
    client.get(f"/reset/{'t0ken' * 8}/")
    assert json.loads(capsys.readouterr().out)["path"] == "/reset/…/"


def test_request_cannot_forge_a_line(client: FlaskClient, capsys: Capture) -> None:
    configure("INFO", as_json=True)
    client.get("/%0Aforged%1B[31m")
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["path"] == "/%0Aforged%1B%5B31m"
