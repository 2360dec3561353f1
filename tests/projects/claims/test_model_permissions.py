"""Who may see, create and change which records on the pages of models: every right, for every kind of user."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from tests.projects.claims.browser import DEMO_PASSWORD, LOG_IN
from tests.projects.claims.sites import RIGHTS_OF, Site
from tests.projects.claims.test_model_pages import Library

pytestmark = [pytest.mark.generated, pytest.mark.xdist_group("flask-rights")]

WHO = ("nobody", "other", "member", "staff", "admin")
"""`other` is a member who has no record of their own; `member` has one of each model that members may write."""

LEVELS = {"anyone": 0, "known": 1, "owner": 1, "member": 1, "staff": 3, "admin": 4}
OK, CREATED, DELETED, FOUND, UNAUTHORIZED, FORBIDDEN, MISSING, INVALID = 200, 201, 204, 302, 401, 403, 404, 422

OTHER = """
from datetime import UTC, datetime
from flask_security import hash_password
from app import create_app
from app.extensions import db
from app.users.models import user_datastore

with create_app().app_context():
    user_datastore.create_user(
        email="other@example.org",
        password=hash_password({password!r}),
        confirmed_at=datetime.now(UTC),
        roles=["member"],
    )
    db.session.commit()
"""


TOKENS = """
from app import create_app

runner = create_app().test_cli_runner()
for email in {emails!r}:
    print(runner.invoke(args=["token", "create", "tests", "--person", email]).output)
"""


class Person(Library):
    """Somebody at a browser, and with a program that has a token."""

    bearer = ""

    def __init__(self, address: str, who: str) -> None:
        super().__init__(address)
        if who != "nobody":
            answer = self.submit(LOG_IN, {"email": f"{who}@example.org", "password": DEMO_PASSWORD})
            assert answer.status_code == FOUND, answer.text


@pytest.fixture(scope="module")
def persons(site: Callable[[str, str], Site], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Person]]:
    folder = tmp_path_factory.mktemp("rights")
    place = site("flask", "rights")
    with place.seeded_with_probes(folder, API_RATE="1000000") as address:
        settings = {"DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}", "APP_ENV": "development"}
        place.run("uv", "run", "python", "-c", OTHER.format(password=DEMO_PASSWORD), **settings)
        found = {who: Person(address, who) for who in WHO}
        program = TOKENS.format(emails=[f"{who}@example.org" for who in WHO[1:]])
        tokens = re.findall(r"tok_[\w-]+", place.run("uv", "run", "python", "-c", program, **settings))
        for who, token in zip(WHO[1:], tokens, strict=True):
            found[who].bearer = token
            found[who].renew_token()
        yield found


@pytest.fixture(scope="module")
def records(persons: dict[str, Person]) -> dict[str, str]:
    """Return the path of a record of each model, which the least that may write it has created."""
    paths = {}
    for name, (_, write) in RIGHTS_OF.items():
        writer = owner_of(write)
        paths[name] = persons[writer].create(f"/{name.lower()}s/", {"name": f"of {writer}"})
    return paths


def level(who: str) -> int:
    return WHO.index(who)


def may(right: str, who: str) -> bool:
    """Return whether somebody has a right, whosever the record is."""
    return level(who) >= LEVELS[right]


def refusal(who: str) -> int:
    return FOUND if who == "nobody" else FORBIDDEN


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", RIGHTS_OF)
def test_reading(persons: dict[str, Person], records: dict[str, str], name: str, who: str) -> None:
    read, write = RIGHTS_OF[name]
    owner = owner_of(write)
    hidden = read == "owner" and who not in ("staff", "admin", owner)
    page = persons[who].get(f"/{name.lower()}s/")
    assert page.status_code == (OK if may(read, who) else refusal(who))
    if page.status_code == OK:
        assert (f'"{records[name]}"' in page.text) == (not hidden)
    expected = refusal(who) if not may(read, who) else MISSING if hidden else OK
    assert persons[who].get(records[name]).status_code == expected
    export = persons[who].get(f"/{name.lower()}s/?as=csv")
    assert export.status_code == page.status_code
    if export.status_code == OK:
        assert (f"of {owner}" in export.text) == (not hidden)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", RIGHTS_OF)
def test_creating(persons: dict[str, Person], name: str, who: str) -> None:
    read, write = RIGHTS_OF[name]
    needs_user = "owner" in (read, write)
    allowed = may(write, who) and not (needs_user and who == "nobody")
    assert persons[who].get(f"/{name.lower()}s/new/").status_code == (OK if allowed else refusal(who))
    posted = persons[who].post(f"/{name.lower()}s/new/", {"name": "x", "csrf_token": token(persons[who])})
    assert posted.status_code == (FOUND if allowed or who == "nobody" else FORBIDDEN)
    if who == "nobody" and not allowed:
        assert LOG_IN in posted.headers["Location"]


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", RIGHTS_OF)
@pytest.mark.parametrize("action", ["edit", "delete"])
def test_changing(persons: dict[str, Person], records: dict[str, str], name: str, who: str, action: str) -> None:
    read, write = RIGHTS_OF[name]
    owner = owner_of(write)
    is_stranger = who not in ("staff", "admin", owner)
    if not (may(read, who) and may(write, who)) or (who == "nobody" and "owner" in (read, write)):
        expected = refusal(who)
    elif is_stranger and read == "owner":
        expected = MISSING
    else:
        expected = FORBIDDEN if is_stranger and write == "owner" else OK
    assert persons[who].get(f"{records[name]}{action}/").status_code == expected
    if expected != OK:
        data = {"name": "stolen", "csrf_token": token(persons[who])}
        assert persons[who].post(f"{records[name]}{action}/", data).status_code == expected
        assert "stolen" not in persons["admin"].get(records[name]).text


def token(person: Person) -> str:
    """Return the CSRF token of a session."""
    person.form(LOG_IN if not person.session.cookies else "/opens/new/")
    return person.token


def test_a_record_that_a_user_may_not_see_is_not_named(persons: dict[str, Person], records: dict[str, str]) -> None:
    number = records["Own"].strip("/").split("/")[-1]
    path = persons["member"].create("/links/", {"name": "link", "own_id": number})
    assert "of member" in persons["member"].get(path).text
    for page in (path, "/links/", "/links/?as=csv"):
        text = persons["other"].get(page).text
        assert "of member" not in text
    assert f"#{number}" in persons["other"].get(path).text
    own = persons["other"].submit("/links/new/", {"name": "stolen", "own_id": number})
    assert own.status_code == OK
    assert "Not a valid choice" in own.text


BY = ("session", "token")
"""How somebody calls the API."""


def call(person: Person, by: str, method: str, path: str, body: dict[str, Any] | None = None) -> requests.Response:
    """Return the answer of the API to somebody with a session, or to their program with a token."""
    if by == "session":
        person.renew_token()
        return person.send(method, f"/api/v1{path}", json=body)
    headers = {"Authorization": f"Bearer {person.bearer}"} if person.bearer else {}
    return requests.request(method, f"{person.address}/api/v1{path}", json=body, headers=headers, timeout=30)


def refusal_of_api(who: str) -> int:
    return UNAUTHORIZED if who == "nobody" else FORBIDDEN


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", RIGHTS_OF)
def test_reading_by_the_api(persons: dict[str, Person], records: dict[str, str], name: str, who: str, by: str) -> None:
    read, write = RIGHTS_OF[name]
    hidden = read == "owner" and who not in ("staff", "admin", owner_of(write))
    listed = call(persons[who], by, "GET", f"/{name.lower()}s/?page_size=100&ordering=-id")
    assert listed.status_code == (OK if may(read, who) else refusal_of_api(who))
    if listed.status_code == OK:
        assert (number_of(records[name]) in {record["id"] for record in listed.json()["results"]}) == (not hidden)
    expected = refusal_of_api(who) if not may(read, who) else MISSING if hidden else OK
    assert call(persons[who], by, "GET", records[name]).status_code == expected


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", RIGHTS_OF)
def test_writing_by_the_api(persons: dict[str, Person], records: dict[str, str], name: str, who: str, by: str) -> None:
    read, write = RIGHTS_OF[name]
    person, needs_user = persons[who], "owner" in (read, write)
    allowed = may(write, who) and not (needs_user and who == "nobody")
    created = call(person, by, "POST", f"/{name.lower()}s/", {"name": "by the API"})
    assert created.status_code == (CREATED if allowed else refusal_of_api(who))
    if allowed:
        path = f"/{name.lower()}s/{created.json()['id']}/"
        assert call(person, by, "PUT", path, {"name": "replaced"}).json()["name"] == "replaced"
        assert call(person, by, "DELETE", path).status_code == DELETED

    is_stranger = who not in ("staff", "admin", owner_of(write))
    if not (allowed and may(read, who)):
        expected = refusal_of_api(who)
    elif is_stranger and read == "owner":
        expected = MISSING
    else:
        expected = FORBIDDEN if is_stranger and write == "owner" else OK
    before = call(persons["admin"], "token", "GET", records[name]).json()
    assert call(person, by, "PATCH", records[name], {"name": before["name"]}).status_code == expected
    if expected != OK:
        for method, body in (("PATCH", {"name": "stolen"}), ("PUT", {"name": "stolen"}), ("DELETE", None)):
            assert call(person, by, method, records[name], body).status_code == expected, method
        assert call(persons["admin"], "token", "GET", records[name]).json() == before


def test_the_api_takes_no_change_from_a_session_without_its_csrf_token(persons: dict[str, Person]) -> None:
    person = persons["admin"]
    person.token = "forged"
    assert person.send("POST", "/api/v1/clubs/", json={"name": "forged"}).status_code == FORBIDDEN


def test_the_api_tells_no_more_of_a_reference_than_its_id(persons: dict[str, Person], records: dict[str, str]) -> None:
    number = number_of(records["Own"])
    made = call(persons["member"], "token", "POST", "/links/", {"name": "by the API", "own": number})
    path = f"/links/{made.json()['id']}/"
    assert call(persons["other"], "token", "GET", path).json()["own"] == number
    assert "of member" not in call(persons["other"], "token", "GET", path).text
    stolen = call(persons["other"], "token", "POST", "/links/", {"name": "stolen", "own": number})
    assert stolen.status_code == INVALID


def test_a_list_with_references_asks_for_rights_once(persons: dict[str, Person]) -> None:
    person, counts = persons["member"], []
    for number in range(5):
        own = person.create("/owns/", {"name": f"counted {number}"})
        person.create("/links/", {"name": "counted", "own_id": number_of(own)})
        if number in (0, 4):
            pages = [person.get(f"{path}search=counted") for path in ("/links/?", "/links/?as=csv&", "/api/v1/links/?")]
            assert [page.status_code for page in pages] == [OK] * 3
            counts.append([page.headers["X-Queries"] for page in pages])
    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["nobody", "member"])
def test_the_panel_is_closed_to_all_but_staff(persons: dict[str, Person], records: dict[str, str], who: str) -> None:
    number = number_of(records["Desk"])
    for path in ("", "desks/", "desks/new/", f"desks/edit/?id={number}", "people/"):
        assert persons[who].get(f"/admin/{path}").status_code == refusal(who), path
    data = {"id": number, "csrf_token": token(persons[who])}
    assert persons[who].post("/admin/desks/delete/", data).status_code == refusal(who)
    assert persons["staff"].get(records["Desk"]).status_code == OK


@pytest.mark.parametrize("who", ["staff", "admin"])
def test_the_panel_lists_adds_changes_finds_and_deletes(persons: dict[str, Person], who: str) -> None:
    person = persons[who]
    assert '"/admin/desks/"' in person.get("/admin/").text
    assert person.submit("/admin/desks/new/", {"name": f"added by {who}"}).status_code == FOUND
    listed = person.get(f"/admin/desks/?search=added+by+{who}").text
    assert f"added by {who}" in listed
    assert f"added by {who}" not in person.get("/admin/desks/?search=nothing+like+this").text
    (number,) = set(re.findall(r"/admin/desks/edit/\?id=(\d+)", listed))
    assert person.submit(f"/admin/desks/edit/?id={number}", {"name": f"changed by {who}"}).status_code == FOUND
    assert f"changed by {who}" in person.get("/admin/desks/").text
    answer = person.send("POST", "/admin/desks/delete/", data={"id": number, "csrf_token": person.token})
    assert answer.status_code == FOUND
    assert f"changed by {who}" not in person.get("/admin/desks/").text


def test_who_loses_a_race_in_the_panel_is_told(persons: dict[str, Person]) -> None:
    staff = persons["staff"]
    number = number_of(staff.create("/badges/", {"name": "slow"}))
    staff.form("/admin/badges/new/")
    staff.session.headers["X-Race"] = "yes"
    for path, name in (("new/", "contested one"), (f"edit/?id={number}", "contested two")):
        page = staff.send("POST", f"/admin/badges/{path}", data={"name": name, "csrf_token": staff.token})
        assert page.status_code == OK
        assert "Another record has one of these values" in page.text
    del staff.session.headers["X-Race"]


def test_staff_get_no_further_in_the_panel_than_on_the_pages(persons: dict[str, Person]) -> None:
    assert persons["staff"].get("/admin/secrets/").status_code == FORBIDDEN
    assert persons["admin"].get("/admin/secrets/").status_code == OK


def owner_of(write: str) -> str:
    """Return who has created the record of a model with a right to write."""
    return "member" if LEVELS[write] <= LEVELS["member"] else write


def number_of(path: str) -> int:
    """Return the id of the record of a page."""
    return int(path.strip("/").split("/")[-1])
