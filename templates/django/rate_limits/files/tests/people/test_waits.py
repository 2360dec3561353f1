"""How long whoever guesses has to wait."""

from collections.abc import Callable

from people.visitor import Visitor


def test_whoever_guesses_a_password_to_delete_an_account_is_told_the_whole_wait(known: Callable[..., Visitor]) -> None:
    ada = known()

    answers = [ada.fill_in("/accounts/delete/", current_password="not-the-Password-at-all") for _ in range(6)]

    assert answers[-1].status_code == 429
    assert answers[-1].headers["Retry-After"] == "300"
