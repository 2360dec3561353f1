"""Requests: who sees them, and how they are approved."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from io import StringIO

import pytest

from people.clerks import DEPARTMENTS, REQUESTS, Clerk
from people.visitor import PASSWORD, Visitor


@dataclass
class Office:
    """A company: Sales, with Sales North below it, and Works; departments by name, and who is in them."""

    departments: dict[str, int]
    boss: Clerk
    ada: Clerk
    """A member of Sales."""
    bob: Clerk
    """Staff of Sales."""
    eve: Clerk
    """Staff of Works."""
    joe: Clerk
    """A member of Sales North."""

    @property
    def sales(self) -> int:
        """The number of Sales."""
        return self.departments["Sales"]


@pytest.fixture
def office(known: Callable[..., Visitor]) -> Office:
    """The company."""
    emails = {name: f"{name}@example.org" for name in ("boss", "ada", "bob", "eve", "joe")}
    roles = {"boss": "admin", "bob": "staff", "eve": "staff"}
    clerks = {name: Clerk(known(roles.get(name), email=email), email) for name, email in emails.items()}
    boss, numbers = clerks["boss"], dict[str, int]()
    for name, above in (("Company", ""), ("Sales", "Company"), ("Sales North", "Sales"), ("Works", "Company")):
        parent = str(numbers[above]) if above else ""
        answer = boss.send(f"{DEPARTMENTS}new/", name=name, parent=parent)
        numbers[name] = int(answer.location.rstrip("/").rpartition("/")[2])
    for name, department in (("ada", "Sales"), ("bob", "Sales"), ("eve", "Works"), ("joe", "Sales North")):
        assert boss.send(f"{DEPARTMENTS}{numbers[department]}/people/", email=emails[name]).status_code == 302
    return Office(numbers, **clerks)


def test_a_request_is_written_submitted_and_approved_by_somebody_else(office: Office) -> None:
    number = office.ada.draft(office.sales)
    assert office.ada.state(number) == "draft"

    office.ada.send(f"{REQUESTS}{number}/submit/")
    assert office.ada.state(number) == "submitted"
    office.bob.decide(number, "approve", "Enjoy <b>it</b>")

    page = office.ada.open(f"{REQUESTS}{number}/").text
    assert office.ada.state(number) == "approved"
    assert "bob@example.org" in page
    assert "Enjoy &lt;b&gt;it&lt;/b&gt;" in page


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_nobody_decides_on_a_request_of_their_own(office: Office, decision: str) -> None:
    of_bob, of_boss = office.bob.submitted(office.sales), office.boss.submitted(office.sales)

    assert office.bob.decide(of_bob, decision, "Me").status_code == 403
    assert office.boss.decide(of_boss, decision, "Me").status_code == 403

    assert office.bob.state(of_bob) == office.boss.state(of_boss) == "submitted"
    assert "Nobody decides on a request of their own." in office.bob.open(f"{REQUESTS}{of_bob}/").text


def test_members_decide_nothing(office: Office) -> None:
    number = office.bob.submitted(office.sales)

    assert office.ada.decide(number, "approve").status_code == 403

    assert office.bob.state(number) == "submitted"
    assert "/decide/" not in office.ada.open(f"{REQUESTS}{number}/").text


def test_above_the_limit_an_admin_approves_as_well(office: Office) -> None:
    number = office.ada.submitted(office.sales, "1000.01")

    office.bob.decide(number, "approve")
    assert office.ada.state(number) == "submitted"
    assert office.bob.decide(number, "approve").status_code == 403

    office.boss.decide(number, "approve")
    assert office.ada.state(number) == "approved"


def test_the_second_approval_is_not_that_of_other_staff(office: Office) -> None:
    office.boss.send(f"{DEPARTMENTS}{office.sales}/people/", email=office.eve.email)
    number = office.ada.submitted(office.sales, "5000")
    office.eve.decide(number, "approve")

    assert office.bob.decide(number, "approve").status_code == 403
    assert office.bob.decide(number, "reject", "No").status_code == 403


def test_at_the_limit_one_approval_is_enough(office: Office) -> None:
    number = office.ada.submitted(office.sales, "1000")

    office.bob.decide(number, "approve")

    assert office.ada.state(number) == "approved"


def test_whoever_rejects_says_why(office: Office) -> None:
    number = office.ada.submitted(office.sales)

    assert office.bob.decide(number, "reject", " ").status_code == 200
    assert office.ada.state(number) == "submitted"

    office.bob.decide(number, "reject", "There is one already")
    assert office.ada.state(number) == "rejected"
    assert "There is one already" in office.ada.open(f"{REQUESTS}{number}/").text


@pytest.mark.parametrize("first", ["approve", "reject"])
def test_what_is_decided_stays_decided(office: Office, first: str) -> None:
    number = office.ada.submitted(office.sales)
    office.bob.decide(number, first, "So be it")
    state = office.ada.state(number)

    for second in ("approve", "reject"):
        assert office.boss.decide(number, second, "Or not").status_code == 404
    assert office.ada.send(f"{REQUESTS}{number}/submit/").status_code == 404

    assert office.ada.state(number) == state
    assert "Or not" not in office.ada.open(f"{REQUESTS}{number}/").text


def test_a_draft_is_decided_by_nobody(office: Office) -> None:
    number = office.ada.draft(office.sales)

    assert office.boss.decide(number, "approve").status_code == 404
    assert office.ada.state(number) == "draft"


@pytest.mark.parametrize("decision", ["", "submit", "delete"])
def test_there_are_no_other_decisions(office: Office, decision: str) -> None:
    number = office.ada.submitted(office.sales)

    assert office.bob.decide(number, decision, "Hm").status_code == 200
    assert office.ada.state(number) == "submitted"


def test_a_draft_is_changed_by_its_requester_until_it_is_submitted(office: Office) -> None:
    number = office.ada.draft(office.sales)
    path, changed = f"{REQUESTS}{number}/edit/", {"title": "Two kettles", "department": str(office.sales)}
    assert 'value="12.50"' in office.ada.open(path).text

    assert office.boss.send(path, amount="1", **changed).status_code == 404
    assert office.ada.send(path, amount="25", **changed).status_code == 302
    assert "Two kettles" in office.ada.open(f"{REQUESTS}{number}/").text

    office.ada.send(f"{REQUESTS}{number}/submit/")
    assert office.ada.send(path, amount="9999", **changed).status_code == 404
    assert "25.00" in office.ada.open(f"{REQUESTS}{number}/").text


def test_what_is_submitted_in_another_window_is_not_changed_any_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = office.ada.draft(office.sales)
    form = import_module("app.processes.views").RequestForm

    def form_a_little_later(*given: object, **told: object) -> object:
        office.ada.send(f"{REQUESTS}{number}/submit/")
        return form(*given, **told)

    monkeypatch.setattr("app.processes.views.RequestForm", form_a_little_later)
    answer = office.ada.send(f"{REQUESTS}{number}/edit/", title="Gold", amount="9999", department=str(office.sales))

    assert answer.status_code == 404
    assert office.ada.state(number) == "submitted"
    assert "12.50" in office.ada.open(f"{REQUESTS}{number}/").text


def test_a_draft_is_its_requesters_own(office: Office) -> None:
    number = office.ada.draft(office.sales)

    for other in (office.boss, office.bob, office.joe):
        assert other.open(f"{REQUESTS}{number}/").status_code == 404
        assert other.requests() == []
        assert other.send(f"{REQUESTS}{number}/submit/").status_code == 404


def test_everybody_sees_the_own_department_and_those_below(office: Office) -> None:
    of_ada = office.ada.submitted(office.sales)
    of_joe = office.joe.submitted(office.departments["Sales North"])
    of_eve = office.eve.submitted(office.departments["Works"])

    assert set(office.ada.requests()) == set(office.bob.requests()) == {of_ada, of_joe}
    assert office.joe.requests() == [of_joe]
    assert office.eve.requests() == [of_eve]
    assert set(office.boss.requests()) == {of_ada, of_joe, of_eve}


def test_what_one_does_not_see_one_does_not_decide_on(office: Office) -> None:
    number = office.ada.submitted(office.sales)

    assert office.eve.open(f"{REQUESTS}{number}/").status_code == 404
    assert office.eve.decide(number, "approve").status_code == 404
    assert office.ada.state(number) == "submitted"


def test_a_request_is_for_a_department_that_is_ones_own(office: Office) -> None:
    def answer(clerk: Clerk, department: str) -> int:
        path, number = f"{REQUESTS}new/", str(office.departments.get(department, 999))
        return clerk.send(path, title="Tea", amount="5", department=number).status_code

    assert [answer(office.ada, name) for name in ("Sales", "Sales North")] == [302, 302]
    assert [answer(office.ada, name) for name in ("Works", "Company", "Nowhere")] == [200, 200, 200]
    assert answer(office.boss, "Works") == 302


@pytest.mark.parametrize(
    ("field", "value"), [("title", " "), ("title", "x" * 201), ("amount", "0"), ("amount", "1,5"), ("department", "")]
)
def test_a_request_that_is_not_complete_is_not_kept(office: Office, field: str, value: str) -> None:
    given = {"title": "Tea", "amount": "5", "department": str(office.sales)}

    page = office.ada.send(f"{REQUESTS}new/", **given | {field: value})

    assert page.status_code == 200
    assert "invalid-feedback" in page.text
    assert office.ada.requests() == []


def test_the_list_is_narrowed_by_state(office: Office) -> None:
    draft, waiting = office.ada.draft(office.sales), office.ada.submitted(office.sales)

    assert office.ada.requests("?state=draft") == [draft]
    assert office.ada.requests("?state=submitted") == [waiting]
    assert set(office.ada.requests("?state=nonsense")) == {draft, waiting}


def test_the_list_comes_in_pages(office: Office) -> None:
    numbers = [office.ada.draft(office.sales, f"No. {number}") for number in range(21)]

    assert office.ada.requests() == numbers[:0:-1]
    assert office.ada.requests("?page=2") == numbers[:1]
    for page in ("x", "0", "-1"):
        assert office.ada.open(f"{REQUESTS}?page={page}").status_code < 500


def test_many_requests_take_as_many_queries_as_one(
    office: Office, queries: Callable[[Callable[[], object]], int]
) -> None:
    office.ada.submitted(office.sales)
    office.bob.open(REQUESTS)  # fills the caches of the process
    one = queries(lambda: office.bob.open(REQUESTS))
    for _ in range(5):
        office.joe.submitted(office.departments["Sales North"])

    assert queries(lambda: office.bob.open(REQUESTS)) == one


def test_the_export_has_what_one_sees_and_no_formulas(office: Office) -> None:
    office.ada.draft(office.sales, "=HYPERLINK(1)", "3")
    office.eve.submitted(office.departments["Works"])

    answer = office.ada.open("/requests/export/")
    header, *rows = csv.reader(StringIO(answer.text))

    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert header[:3] == ["title", "amount", "department"]
    assert [row[:5] for row in rows] == [["'=HYPERLINK(1)", "3.00", "Sales", "ada@example.org", "draft"]]


SHEET = "title,amount,department\nTea,5,Sales\nCoffee,7.50,Sales North\n"


def test_a_sheet_is_checked_without_a_trace_and_then_imported(office: Office) -> None:
    assert "2 requests" in office.ada.upload(SHEET, "check").text
    assert office.ada.requests() == []

    assert office.ada.upload(SHEET, "import").status_code == 302

    assert len(office.ada.requests("?state=draft")) == 2
    page = office.ada.open(REQUESTS).text
    assert "Coffee" in page
    assert "7.50" in page


@pytest.mark.parametrize("do", ["check", "import"])
def test_a_sheet_is_imported_whole_or_not_at_all(office: Office, do: str) -> None:
    page = office.ada.upload(f"{SHEET}<b>Desk</b>,free,Works\n", do)

    assert page.status_code == 200
    assert "Line 4" in page.text
    assert "amount" in page.text
    assert "department" in page.text
    assert office.ada.requests() == []


def test_a_sheet_has_to_be_there(office: Office) -> None:
    assert office.ada.send("/requests/import/", do="import").status_code == 200
    assert office.ada.requests() == []


def test_the_departments_are_a_tree_without_circles(office: Office) -> None:
    company, sales, north = (office.departments[name] for name in ("Company", "Sales", "Sales North"))

    for parent in (company, sales, north):
        answer = office.boss.send(f"{DEPARTMENTS}{company}/", name="Company", parent=str(parent))
        assert answer.status_code == 200
    assert office.boss.send(f"{DEPARTMENTS}{north}/", name="The North", parent=str(company)).status_code == 302

    assert "The North" in office.boss.open(DEPARTMENTS).text
    assert "– Sales" in office.boss.open(f"{REQUESTS}new/").text


@pytest.mark.parametrize("name", ["", "Sales", "x" * 101])
def test_a_department_has_a_name_of_its_own(office: Office, name: str) -> None:
    page = office.boss.send(f"{DEPARTMENTS}new/", name=name, parent="")

    assert page.status_code == 200
    assert "invalid-feedback" in page.text


def test_somebody_is_put_into_one_department_at_a_time_by_an_admin(office: Office) -> None:
    number = office.eve.submitted(office.departments["Works"])
    path = f"{DEPARTMENTS}{office.departments['Works']}/people/"
    assert office.bob.send(path, email=office.ada.email).status_code == 403

    office.boss.send(path, email="ADA@example.org")

    assert office.ada.requests() == [number]
    assert f"{office.ada.email}</li>" not in office.boss.open(f"{DEPARTMENTS}{office.sales}/").text
    assert office.boss.send(path, email="nobody@example.org").status_code == 200


def test_without_a_department_there_is_nothing_to_see_or_to_ask_for(known: Callable[..., Visitor]) -> None:
    somebody = Clerk(known(), "ada@example.org")

    assert "There are no requests" in somebody.open(REQUESTS).text
    assert "not in a department" in somebody.open(f"{REQUESTS}new/").text


def test_a_request_and_its_steps_outlive_the_account(office: Office) -> None:
    number = office.ada.submitted(office.sales)

    office.ada.visitor.fill_in("/accounts/delete/", current_password=PASSWORD)

    page = office.bob.open(f"{REQUESTS}{number}/").text
    assert "somebody who has left" in page
    assert "ada@example.org" in page
    office.bob.decide(number, "approve")
    assert office.bob.state(number) == "approved"


def test_the_demo_data_are_there_once(run: Callable[[str], tuple[int, str]], visitor: Callable[[], Visitor]) -> None:
    assert run("seed")[0] == 0
    assert run("seed")[0] == 0

    member = visitor()
    member.log_in("member@example.org", "demo-password-for-everybody")
    assert len(Clerk(member, "member@example.org").requests()) == 3


def test_a_number_beyond_all_requests_is_not_found(office: Office) -> None:
    assert office.boss.open("/requests/99999999999999999999/").status_code == 404
    assert office.boss.open("/requests/departments/99999999999999999999/").status_code == 404
    assert office.boss.decide(99999999999999999999, "approve").status_code == 404
