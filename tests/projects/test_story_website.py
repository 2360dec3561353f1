"""The story of a website: somebody fills in the contact form, is thanked, and the message arrives."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.projects.installed import proven, run, serving
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

        visitor.submit("/contact/", WRITTEN | {"email": "ada"}, status=422)
        thanked = visitor.submit("/contact/", WRITTEN)

        assert thanked.url == f"{address}/contact/thanks/"
        assert "Thank you" in thanked.text
        listed = run(project, surroundings, "uv", "run", "poe", "messages")
        assert "Ada <ada@example.org>" in listed
        assert listed.count("Do you sell <b>tea</b>?") == 1
        mail = "".join(mails)
        assert "To: us@example.org" in mail
        assert "Reply-To: ada@example.org" in mail
        assert "Do you sell <b>tea</b>?" in mail

        taken = [visitor.submit("/contact/", WRITTEN).status_code for _ in range(4)]
        assert taken == [200] * 4
        visitor.submit("/contact/", WRITTEN, status=429)
