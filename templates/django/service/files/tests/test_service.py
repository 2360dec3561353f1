"""What other programs meet at the front door."""

import pytest
from werkzeug.test import Client

from app.config import TITLE


def test_the_front_door_names_the_service_and_its_health(http: Client) -> None:
    told = http.get("/").json

    assert told is not None
    assert told["name"] == TITLE
    assert told["links"] == {"live": "/health/live/", "ready": "/health/ready/"}
    for path in told["links"].values():
        assert http.get(path).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "host", "status", "title"),
    [
        ("GET", "/", "evil.example", 400, "Bad Request"),
        ("GET", "/no-such-thing/", "localhost", 404, "Not Found"),
        ("TRACE", "/", "localhost", 405, "Method Not Allowed"),
        ("GET", "/broken/", "localhost", 500, "Internal Server Error"),
    ],
)
def test_errors_are_problem_details(http: Client, method: str, path: str, host: str, status: int, title: str) -> None:
    response = http.open(path, method=method, base_url=f"http://{host}")

    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert response.get_json(force=True) == {"title": title, "status": status}
