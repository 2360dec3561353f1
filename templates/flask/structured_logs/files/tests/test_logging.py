import json

import pytest
from flask.testing import FlaskClient

from app.logging import configure


def test_request_is_logged_as_one_line(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", as_json=True)
    response = client.get("/health/live/?token=secret")
    (line,) = capsys.readouterr().out.splitlines()
    entry = json.loads(line)
    assert (entry["event"], entry["path"], entry["status"]) == ("request", "/health/live/", 200)
    assert entry["request_id"] == response.headers["X-Request-ID"]
    assert "secret" not in line
