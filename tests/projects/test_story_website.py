"""The story of a website: somebody fills in the contact form, is thanked, and the message arrives."""

from __future__ import annotations

import re
import shutil
import socketserver
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.projects.claims.mailbox import wait
from tests.projects.installed import proven, serving
from tests.projects.story import WebClient

pytestmark = pytest.mark.generated

WRITTEN = {"name": "Ada", "email": "ada@example.org", "text": "Do you sell <b>tea</b>?"}


class MailHandler(socketserver.StreamRequestHandler):
    """A minimal mail server."""

    def handle(self) -> None:
        self.say("220 ready")
        inside = False
        for line in map(bytes.decode, self.rfile):
            if inside:
                self.server.mails.append(line)  # type: ignore[attr-defined]
                inside = line != ".\r\n"
                if not inside:
                    self.say("250 taken")
            elif line.upper().startswith("DATA"):
                inside = True
                self.say("354 go on")
            elif line.upper().startswith("QUIT"):
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[tuple[str, list[str]]]:
    """Run a mail server; yield its address and the lines of its mails."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailHandler) as server:
        server.mails = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}", server.mails  # type: ignore[attr-defined]
        server.shutdown()


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_a_visitor_writes_is_thanked_and_the_message_arrives(
    framework: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = proven(tmp_path, surroundings, framework=framework, kind="website")
    with (
        mail_server() as (url, mails),
        serving(project, surroundings, "dev", EMAIL_URL=url, CONTACT_EMAIL="us@example.org") as address,
    ):
        visitor = WebClient(address)
        home = visitor.open("/").text
        for path in ("/about/", "/contact/"):
            assert f'href="{path}"' in home
            visitor.open(path)

        refused = visitor.submit("/contact/", WRITTEN | {"email": "ada"})
        assert "is-invalid" in refused.text
        thanked = visitor.submit("/contact/", WRITTEN)

        assert "Thank you" in thanked.text
        wait(lambda: ".\r\n" in mails, "no mail arrives")
        mail = "".join(mails)
        assert "To: us@example.org" in mail
        assert "Reply-To: ada@example.org" in mail
        assert "Do you sell <b>tea</b>?" in mail

        # Flask counts the invalid form as well.
        taken = [visitor.submit("/contact/", WRITTEN).status_code for _ in range(3 if framework == "flask" else 4)]
        assert set(taken) == {200}
        visitor.submit("/contact/", WRITTEN, status=429)
    deployed_as_printed(project, surroundings)


def deployed_as_printed(project: Path, surroundings: dict[str, str]) -> None:
    """Run the first block of the section "Deploy" of the README as it stands, in a copy like that of a fresh clone."""
    copy = shutil.copytree(project, project.with_name("server"), ignore=shutil.ignore_patterns(".env", "*.sqlite3*"))
    section = (copy / "README.md").read_text(encoding="utf-8").split("## Deploy\n")[1]
    block = textwrap.dedent("\n".join(re.findall(r"(?:^    .*\n)+", section, re.MULTILINE)[:1]))
    with serving(copy, surroundings, "deploy", ("bash", "-ec", block)) as address:
        for host in ("example.org", "10.0.0.7"):
            assert requests.get(f"{address}/health/ready/", headers={"Host": host}, timeout=10).status_code == 200
        page = requests.get(f"{address}/", headers={"Host": "example.org", "X-Forwarded-Proto": "https"}, timeout=10)
        assert page.status_code == 200
        assert page.headers["Strict-Transport-Security"]
