"""The story of a single-page application: its API knows who has logged in, and lets no other page write for them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from tests.projects.installed import proven, run, serving_development
from tests.projects.story import APIClient, WebClient, assert_described, sign_up

pytestmark = pytest.mark.generated

PASSWORD = "demo-password-for-everybody"
TASKS = "/api/v1/tasks/"
TASK = {"title": "Water the plants", "due": "2026-05-01"}


class Front(APIClient):
    """The front end in somebody's browser, with the cookies that their log-in has left."""

    def __init__(self, person: WebClient) -> None:
        super().__init__(person.address)
        self.session = person.session

    def write(self, method: str, path: str, sent: object = None, *, status: int = 200) -> Any:
        """A change, with the token against forgery that the API gives to the session."""
        token = self.ask("GET", "/api/v1/session/")["csrf_token"]
        return self.ask(method, path, sent, status=status, **{"X-CSRFToken": token})


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_people_keep_their_own_tasks_from_a_front_end(
    framework: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = proven(tmp_path, surroundings, framework=framework, kind="spa")
    email = "member@example.org"
    with serving_development(project, surroundings, API_RATE="1000000") as address:
        person, curl = WebClient(address), APIClient(address)
        assert Front(person).ask("GET", "/api/v1/session/")["person"] is None
        person.log_in(email, PASSWORD)
        other = sign_up(address, "eve@example.net", project.parent / "start.log")
        front, theirs = Front(person), Front(other)

        assert front.ask("GET", "/api/v1/session/")["person"]["email"] == email
        front.ask("POST", TASKS, TASK, status=403)
        front.ask("POST", TASKS, TASK, status=403, **{"X-CSRFToken": "made-up"})
        made = front.write("POST", TASKS, TASK, status=201)
        place = f"{TASKS}{made['id']}/"
        assert made["done"] is False
        assert front.write("PATCH", place, {"done": True})["title"] == TASK["title"]
        assert made["id"] in [task["id"] for task in front.ask("GET", f"{TASKS}?done=true")["results"]]
        if framework == "flask":
            front.write("PATCH", place, {"owner": 1}, status=422)
        else:  # Django REST framework ignores what cannot be set
            assert front.write("PATCH", place, {"owner": 1})["owner"] == made["owner"]

        curl.ask("GET", TASKS, status=401)
        curl.ask("POST", TASKS, TASK, status=401)
        token = front.ask("GET", "/api/v1/session/")["csrf_token"]
        curl.ask("POST", TASKS, TASK, status=401, **{"X-CSRFToken": token})
        theirs.ask("GET", place, status=404)
        theirs.write("DELETE", place, status=404)
        assert made["id"] not in [task["id"] for task in theirs.ask("GET", TASKS)["results"]]
        assert "access-control-allow-origin" not in other.open(urljoin(address, TASKS)).headers

        front.write("DELETE", place, status=204)
        person.submit("/accounts/profile/", to="/logout/")
        front.ask("GET", TASKS, status=401)

        told = run(project, surroundings, "uv", "run", "poe", "-q", "token", "create", "tests", "--person", email)
        assert_described(address, *re.findall(r"tok_[\w-]+", told))
