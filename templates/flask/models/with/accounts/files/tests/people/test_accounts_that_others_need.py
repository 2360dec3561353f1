"""Accounts whose records others refer to."""

from collections.abc import Callable
from typing import NoReturn

import pytest
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from people.visitor import PASSWORD, PROFILE, Visitor


def test_an_account_that_others_need_is_kept(known: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch) -> None:
    somebody = known()
    page = somebody.open("/accounts/delete/")

    def refused() -> NoReturn:
        raise IntegrityError("", None, Exception())

    with monkeypatch.context() as patched:
        patched.setattr(db.session, "commit", refused)
        answer = somebody.send(page, current_password=PASSWORD)

    assert answer.location == PROFILE
    assert "cannot be deleted" in somebody.open(PROFILE).text
