"""The rules, the tree, the amounts and the sheets: what needs no database."""

import pytest

from app.processes.amounts import cents_of, written
from app.processes.rules import Action, Actor, State, objection, state_after
from app.processes.sheets import harmless, read, write
from app.processes.tree import Tree

ADA = Actor(1, "ada@example.org", may_approve=False, may_direct=False)
BOB = Actor(2, "bob@example.org", may_approve=True, may_direct=False)
EVE = Actor(3, "eve@example.org", may_approve=True, may_direct=True)
HEADER = "title,amount,department\n"
DEPARTMENTS = {"Sales": 1, "Works": 2}


@pytest.mark.parametrize(
    ("actor", "requester", "approvers", "word"),
    [
        (ADA, 9, set(), "Staff"),
        (BOB, 9, set(), ""),
        (EVE, 9, set(), ""),
        (BOB, 2, set(), "own"),
        (EVE, 3, {2}, "own"),
        (BOB, 9, {2}, "already"),
        (EVE, 9, {3}, "already"),
        (BOB, 9, {3}, "admin"),
        (EVE, 9, {2}, ""),
        (BOB, None, set(), ""),
    ],
)
def test_who_may_decide(actor: Actor, requester: int | None, approvers: set[int], word: str) -> None:
    told = objection(actor, requester, approvers)

    assert word in told
    assert bool(told) == bool(word)


@pytest.mark.parametrize(
    ("action", "cents", "approvers", "state"),
    [
        (Action.APPROVED, 1000_00, set(), State.APPROVED),
        (Action.APPROVED, 1000_01, set(), State.SUBMITTED),
        (Action.APPROVED, 1000_01, {2}, State.APPROVED),
        (Action.REJECTED, 1000_00, set(), State.REJECTED),
        (Action.REJECTED, 1000_01, {2}, State.REJECTED),
    ],
)
def test_a_request_is_approved_once_or_above_the_limit_twice(
    action: Action, cents: int, approvers: set[int], state: State
) -> None:
    assert state_after(action, cents, 1000, approvers) is state


@pytest.mark.parametrize(
    ("text", "cents"), [("1", 100), ("0.01", 1), ("12.5", 1250), ("99999999.99", 9_999_999_999), ("007", 700)]
)
def test_an_amount_is_read_to_the_cent(text: str, cents: int) -> None:
    assert cents_of(text) == cents
    assert cents_of(written(cents)) == cents


@pytest.mark.parametrize("text", ["", "0", "0.00", "-1", "1,50", "1.234", "1e3", "NaN", "100000000", "١", "1\n", "$5"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        cents_of(text)


def test_below_a_department_is_all_that_hangs_from_it() -> None:
    tree = Tree({1: "Company", 2: "Sales", 3: "North", 4: "Works"}, {1: None, 2: 1, 3: 2, 4: 1})

    assert tree.below(2) == {2, 3}
    assert tree.below(1) == {1, 2, 3, 4}
    assert tree.choices({2, 3}) == [("2", "Sales"), ("3", "– North")]
    assert tree.choices({1, 2, 3}) == [("1", "Company"), ("2", "– Sales"), ("3", "– – North")]


def test_even_a_tree_that_goes_in_a_circle_is_walked_to_an_end() -> None:
    assert Tree({1: "A", 2: "B"}, {1: 2, 2: 1}).below(1) == {1, 2}


def test_a_sheet_is_read_in_any_order_of_its_columns() -> None:
    sheet = '\ufeffamount,department,title\r\n1.50,Sales,“Tea”\r\n\r\n2,Works,"a, b"\r\n'

    entries, problems = read(sheet.encode(), DEPARTMENTS)

    assert problems == []
    assert [(entry.title, entry.cents, entry.department) for entry in entries] == [("“Tea”", 150, 1), ("a, b", 200, 2)]


@pytest.mark.parametrize(
    ("content", "line", "word"),
    [
        (b"", 1, "columns"),
        (b"title,amount\n", 1, "columns"),
        (b"title,amount,department,state\n", 1, "columns"),
        (HEADER.encode(), 1, "0 rows"),
        (HEADER.encode() + b"Tea,1,Sales\n" * 1001, 1, "1001 rows"),
        (HEADER.encode() + b"\xff,1,Sales\n", 1, "UTF-8"),
        (HEADER.encode() + b'"Tea,1,Sales\n', 1, "CSV"),
        (b"x" * 1_000_001, 1, "too large"),
        (HEADER.encode() + b"Tea,1,Sales\nTea,1\n", 3, "2 cells"),
        (HEADER.encode() + b"Tea,1,Sales\n,1,Sales\n", 3, "title"),
        (HEADER.encode() + b"x" * 201 + b",1,Sales\n", 2, "title"),
        (HEADER.encode() + b"Tea,free,Sales\n", 2, "amount"),
        (HEADER.encode() + b"Tea,1,Moon\n", 2, "department"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_told_by_line(content: bytes, line: int, word: str) -> None:
    _, problems = read(content, DEPARTMENTS)

    assert [(problem.line, word in problem.what) for problem in problems] == [(line, True)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_is_written_as_text(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert write([["title"], [text]]).startswith("title\r\n")
    assert f"'{text}" in write([["title"], [text]])
