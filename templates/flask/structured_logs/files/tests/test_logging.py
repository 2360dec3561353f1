import json

import pytest
from flask.testing import FlaskClient

from app.logging import configure


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/health/live/?token=secret", "/health/live/"),
        (f"/reset/{'secret' * 8}/", "/reset/…/"),
        ("/%0Aforged%1B[31m", "/%0Aforged%1B%5B31m"),
    ],
)
def test_request_is_logged_as_one_line_without_secrets(
    client: FlaskClient, capsys: pytest.CaptureFixture[str], path: str, logged: str
) -> None:
    configure("INFO", as_json=True)
    response = client.get(path)
    (line,) = capsys.readouterr().out.splitlines()
    entry = json.loads(line)
    assert (entry["event"], entry["path"], entry["status"]) == ("request", logged, response.status_code)
    assert entry["request_id"] == response.headers["X-Request-ID"]
    assert "secret" not in line
