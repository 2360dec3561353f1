"""Which passwords are too easy to guess."""

from collections.abc import Callable

import pytest

from people.visitor import EMAIL, Visitor


@pytest.mark.parametrize("easy", ["123456789123", "password1234", "qwertyuiop123", "ada@example.org"])
def test_a_password_that_is_easy_to_guess_is_refused(
    visitor: Callable[[], Visitor], stored_passwords: Callable[[], list[str]], easy: str
) -> None:
    answer = visitor().fill_in("/accounts/signup/", email=EMAIL, new_password=easy)

    assert answer.status_code == 200
    assert "invalid-feedback" in answer.text
    assert stored_passwords() == []
