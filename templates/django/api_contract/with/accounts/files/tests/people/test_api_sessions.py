"""The API for those who have signed in with a browser: their session counts, and its token against forgery."""

from collections.abc import Callable
from typing import Any

import pytest

from api.program import assert_problem
from people.visitor import EMAIL, Visitor
from records.resources import RESOURCES, Resource

SESSION = "/api/v1/session/"
NEEDS_NOTHING = [resource for resource in RESOURCES.values() if resource.in_api and resource.needs_nothing]


@pytest.fixture
def ada(known: Callable[..., Visitor]) -> Visitor:
    """Somebody who has signed in."""
    return known()


def test_a_stranger_has_no_session(visitor: Callable[[], Visitor]) -> None:
    answer = visitor().open(SESSION)

    assert answer.status_code == 200
    assert answer.get_json()["person"] is None
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_session_tells_who_it_is(ada: Visitor) -> None:
    told = ada.open(SESSION).get_json()

    assert told["person"]["email"] == EMAIL
    assert set(told["person"]) == {"id", "email", "name"}
    assert told["csrf_token"]


@pytest.mark.parametrize("resource", NEEDS_NOTHING, ids=lambda resource: resource.names)
def test_a_session_changes_nothing_without_its_token(ada: Visitor, resource: Resource) -> None:
    token = ada.open(SESSION).get_json()["csrf_token"]
    sent: dict[str, Any] = {"path": resource.path, "method": "POST", "json": resource.row(0), "base_url": ada.base_url}

    for headers in ({}, {"X-CSRFToken": "wrong"}, {"X-CSRFToken": ""}):
        assert_problem(ada.client.open(**sent, headers=headers), 403)
    answer = ada.client.open(**sent, headers={"X-CSRFToken": token})

    assert answer.status_code == (201 if resource.may("write", "known") else 403), answer.text


def test_who_has_logged_out_is_a_stranger_to_the_api(ada: Visitor) -> None:
    ada.log_out()

    assert ada.open(SESSION).get_json()["person"] is None


def test_a_token_counts_before_a_session(ada: Visitor) -> None:
    answer = ada.client.get(SESSION, headers={"Authorization": "Bearer tok_nobody"}, base_url=ada.base_url)

    assert_problem(answer, 401)
