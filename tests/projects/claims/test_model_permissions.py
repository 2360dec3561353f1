"""Who may see, create and change which records on the pages of models: every right, for every kind of user."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.projects.claims.browser import DEMO_PASSWORD, LOG_IN
from tests.projects.claims.sites import RIGHTS_OF, Site
from tests.projects.claims.test_model_pages import Library

pytestmark = [pytest.mark.generated, pytest.mark.xdist_group("flask-rights")]

WHO = ("nobody", "other", "member", "staff", "admin")
"""`other` is a member who has no record of their own; `member` has one of each model that members may write."""

LEVELS = {"anyone": 0, "known": 1, "owner": 1, "member": 1, "staff": 3, "admin": 4}
OK, FOUND, FORBIDDEN, MISSING = 200, 302, 403, 404

OTHER = """
from datetime import UTC, datetime
from flask_security import hash_password
from app import create_app
from app.extensions import db
from app.users.datastore import people

with create_app().app_context():
    people.create_user(
        email="other@example.org",
        password=hash_password({password!r}),
        confirmed_at=datetime.now(UTC),
        roles=["member"],
    )
    db.session.commit()
"""


class Person(Library):
    """Somebody at a browser."""

    def __init__(self, address: str, who: str) -> None:
        super().__init__(address)
        if who != "nobody":
            answer = self.submit(LOG_IN, {"email": f"{who}@example.org", "password": DEMO_PASSWORD})
            assert answer.status_code == FOUND, answer.text


@pytest.fixture(scope="module")
def persons(site: Callable[[str, str], Site], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Person]]:
    folder = tmp_path_factory.mktemp("rights")
    place = site("flask", "rights")
    with place.seeded(folder) as address:
        database = f"sqlite:///{folder / 'site.sqlite3'}"
        program = OTHER.format(password=DEMO_PASSWORD)
        place.run("uv", "run", "python", "-c", program, DATABASE_URL=database, APP_ENV="development")
        yield {who: Person(address, who) for who in WHO}


@pytest.fixture(scope="module")
def records(persons: dict[str, Person]) -> dict[str, str]:
    """Return the path of a record of each model, which the least that may write it has created."""
    paths = {}
    for name, (_, write) in RIGHTS_OF.items():
        writer = "member" if LEVELS[write] <= LEVELS["member"] else write
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
    owner = "member" if LEVELS[write] <= LEVELS["member"] else write
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
    owner = "member" if LEVELS[write] <= LEVELS["member"] else write
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
