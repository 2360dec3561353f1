"""SQLite's own way to write over a row."""

from collections.abc import Callable

import pytest
from django.db import connection

from people.visitor import Visitor

OVER = "insert or replace into audit_entries (id, at, event, client, detail) select id, at, 'nothing', '', '{}' from audit_entries"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="another database has no such statement")
def test_an_entry_cannot_be_written_over(
    known: Callable[..., Visitor], audit_trail: Callable[[], list[tuple[str, str]]], execute: Callable[[str], None]
) -> None:
    known()
    before = audit_trail()
    assert before

    with pytest.raises(Exception, match="audit entries are never changed"):
        execute(OVER)

    assert audit_trail() == before
