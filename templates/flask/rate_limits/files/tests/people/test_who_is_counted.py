"""Whose tries are counted together."""

from collections.abc import Callable

import pytest

from people.visitor import PASSWORD, Visitor

WRONG = "not-the-Password-at-all"
NEW = "six-Purple-doors-creak"


def test_another_spelling_of_an_address_is_no_other_account(
    make_person: Callable[..., None], visitor: Callable[[], Visitor]
) -> None:
    make_person()
    ada = visitor()
    spellings = ["ada@example.org", "ADA@EXAMPLE.org", " ada@example.org", "ada@\uff45xample.org", "ada@example.org"]

    statuses = [ada.log_in(email, WRONG).status_code for email in [*spellings, "ada@exampl\uff45.org"]]

    assert statuses == [200] * 5 + [429]


@pytest.mark.parametrize(
    ("path", "tries", "more"), [("/accounts/delete/", 5, {}), ("/accounts/password/change/", 10, {"new_password": NEW})]
)
def test_a_password_cannot_be_guessed_in_an_open_session(
    known: Callable[..., Visitor], path: str, tries: int, more: dict[str, str]
) -> None:
    ada = known()

    guesses = [ada.fill_in(path, current_password=WRONG, **more).status_code for _ in range(tries)]
    answer = ada.fill_in(path, current_password=PASSWORD, **more)

    assert guesses == [200] * tries
    assert answer.status_code == 429
    assert ada.is_logged_in()
