"""The story of a community: two people sign up, one follows the other, reads, blocks; a post is reported and hidden."""

from __future__ import annotations

import re
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.installed import generate, run, serving
from tests.story import Person

pytestmark = pytest.mark.generated

DEMO_PASSWORD = "demo-password-for-everybody"
PASSWORD = "four-Brown-kettles-sing"


def signed_up(address: str, email: str, mails: Path) -> Person:
    """Somebody who has signed up, opened the link of the mail and logged in."""
    person = Person(address)
    person.submit("/accounts/signup/", {"email": email, "password": PASSWORD, "password1": PASSWORD})
    path = link_in(mails, email)
    if "<form" in person.open(path).text.partition("<main")[2].partition("</main")[0]:
        person.submit(path)
    person.log_in(email, PASSWORD)
    return person


def link_in(mails: Path, email: str) -> str:
    """The path of the link in the mail to somebody, as the server has printed it."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        mail = mails.read_text().rpartition(f"To: {email}")[2]
        if found := re.search(r"https?://\S+/accounts/confirm-email/\S+", mail):
            return urlsplit(found.group()).path
        time.sleep(0.1)
    pytest.fail(f"no mail to {email}:\n{mails.read_text()[-4000:]}")


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_people_follow_read_block_and_report(framework: str, tmp_path: Path, surroundings: dict[str, str]) -> None:
    project = generate(tmp_path, framework=framework, kind="social")
    run(project, surroundings, "uv", "sync", "--quiet")
    with serving(project, surroundings, "dev") as address:
        visitor, mails = Person(address), project.parent / "dev.log"
        assert "Welcome!" in visitor.open("/@grace/").text
        assert "/accounts/login/" in visitor.open("/feed/").url

        eve, bob = (signed_up(address, f"{name}@example.net", mails) for name in ("eve", "bob"))
        for person, handle in ((eve, "eve"), (bob, "bob")):
            assert urlsplit(person.open("/feed/").url).path == "/me/"
            person.submit("/me/", {"handle": handle, "bio": f"I am {handle}."})
        bob.submit("/feed/", {"text": "Tea at five?\nhttps://example.org/"}, to="/feed/")
        assert "Tea at five?" not in eve.open("/feed/").text

        eve.submit("/@bob/", to="/follow/")
        assert "Tea at five?<br>" in eve.open("/feed/").text
        assert "1 follower<" in visitor.open("/@bob/").text

        eve.submit("/@bob/", to="/block/")
        assert "Tea at five?" not in eve.open("/feed/").text
        eve.open("/@bob/", status=404)
        bob.open("/@eve/", status=404)

        eve.submit("/me/", to="/unblock/")
        number = re.search(r'href="/feed/(\d+)/"', visitor.open("/@bob/").text)
        assert number
        path = f"/feed/{number[1]}/"
        assert "the moderators will look at it" in eve.submit(f"{path}report/", {"reason": "Not before six."}).text

        eve.open("/moderation/", status=403)
        staff = Person(address)
        staff.log_in("staff@example.org", DEMO_PASSWORD)
        assert "Not before six." in staff.open("/moderation/").text
        staff.submit("/moderation/", to="/hide/")
        visitor.open(path, status=404)
        assert "Hidden by the moderators" in bob.open(path).text
