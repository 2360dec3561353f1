"""Who may see what: every route of the application, for every role."""

from collections.abc import Callable

import pytest
from werkzeug.test import Client

from people.access import ACCESS
from people.visitor import EMAIL, PROFILE, Visitor
from test_contract import assert_protected

ROLES = ("member", "staff", "admin")


def test_every_route_has_its_row(all_routes: dict[str, str]) -> None:
    assert set(all_routes) == set(ACCESS)


@pytest.mark.parametrize(("column", "role"), [(0, None), *enumerate(ROLES, 1)])
def test_every_route_answers_every_role_as_agreed(
    all_routes: dict[str, str],
    visitor: Callable[[], Visitor],
    known: Callable[..., Visitor],
    column: int,
    role: str | None,
) -> None:
    somebody = known(role) if role else visitor()

    answers = {route: somebody.open(path, follow=False) for route, path in all_routes.items()}

    statuses = {route: answer.status_code for route, answer in answers.items()}
    assert statuses == {route: row[column] for route, row in ACCESS.items()}
    for answer in answers.values():
        assert_protected(answer)


def test_whoever_signs_up_is_a_member(known: Callable[..., Visitor]) -> None:
    assert known().open("/people/").status_code == 403


def test_a_role_is_given_on_the_command_line(
    make_person: Callable[..., None], run: Callable[[str], tuple[int, str]], roles_of: Callable[[str], set[str]]
) -> None:
    make_person()
    assert roles_of(EMAIL) == {"member"}

    assert run(f"grant {EMAIL} staff")[0] == 0

    assert roles_of(EMAIL) == {"staff"}


@pytest.mark.parametrize(
    ("words", "named"), [("nobody@example.org staff", "nobody@example.org"), (f"{EMAIL} king", "king")]
)
def test_a_role_or_person_that_does_not_exist_is_refused_in_a_line(
    make_person: Callable[..., None], run: Callable[[str], tuple[int, str]], words: str, named: str
) -> None:
    make_person()

    status, output = run(f"grant {words}")

    assert status != 0
    assert named in output
    assert "Traceback" not in output


def test_the_list_of_people_shows_who_has_which_role(known: Callable[..., Visitor]) -> None:
    page = known("admin").open("/people/").text

    assert EMAIL in page
    assert "admin" in page


def test_what_somebody_may_not_see_is_not_offered(http: Client, known: Callable[..., Visitor]) -> None:
    assert 'href="/people/"' not in http.get("/").text
    assert 'href="/people/"' not in known("member").open(PROFILE).text
