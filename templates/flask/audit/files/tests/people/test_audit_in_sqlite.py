"""SQLite replaces rows where it is asked to; entries of the audit trail it does not."""

from collections.abc import Callable

import pytest

from people.visitor import Visitor


@pytest.mark.parametrize("how", ["insert or replace", "replace", "insert or ignore"])
def test_no_entry_takes_the_place_of_another(
    known: Callable[..., Visitor],
    audit_trail: Callable[[], list[tuple[str, str]]],
    execute: Callable[[str], None],
    how: str,
) -> None:
    known()
    before = audit_trail()

    with pytest.raises(Exception, match="audit entries are never changed"):
        execute(f"{how} into audit_entries (id, at, event, client, detail) values (1, '2020-01-01', 'x', '', '{{}}')")

    assert audit_trail() == before
