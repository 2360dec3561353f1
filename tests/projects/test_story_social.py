"""The story of a community: two people sign up, one follows the other, reads, blocks; a post is reported and hidden."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.projects.installed import proven, serving
from tests.projects.story import WebClient, sign_up

pytestmark = pytest.mark.generated

DEMO_PASSWORD = "demo-password-for-everybody"


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_people_follow_read_block_and_report(framework: str, tmp_path: Path, surroundings: dict[str, str]) -> None:
    project = proven(tmp_path, surroundings, framework=framework, kind="social")
    with serving(project, surroundings, "dev") as address:
        visitor, mails = WebClient(address), project.parent / "dev.log"
        assert "Welcome!" in visitor.open("/@grace/").text
        assert "/accounts/login/" in visitor.open("/feed/").url

        eve, bob = (sign_up(address, f"{name}@example.net", mails) for name in ("eve", "bob"))
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
        staff = WebClient(address)
        staff.log_in("staff@example.org", DEMO_PASSWORD)
        assert "Not before six." in staff.open("/moderation/").text
        staff.submit("/moderation/", to="/hide/")
        visitor.open(path, status=404)
        assert "Hidden by the moderators" in bob.open(path).text
