"""A person at a browser, over HTTP: cookies, CSRF tokens, log-in and the codes of an authenticator app."""

from __future__ import annotations

import hmac
import re
import struct
import time
from base64 import b32decode
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any

import requests

LOG_IN = "/accounts/login/"
AUTHENTICATE = "/accounts/2fa/authenticate/"
RECOVERY = "/accounts/2fa/recovery/"
ACTIVATE = "/accounts/2fa/totp/activate/"
REAUTHENTICATE = "/accounts/reauthenticate/"
PROFILE = "/accounts/profile/"
DEMO_PASSWORD = "demo-password-for-everybody"
"""Of the people that the task `seed` adds."""


def secret_in(page: str) -> str:
    """Return the secret of an authenticator app that a page shows, perhaps in groups of four characters."""
    text = re.sub(r'"data:[^"]*"', "", page)
    (secret,) = set(re.findall(r"\b(?:[A-Z2-7]{26,}|[A-Z2-7]{4}(?:-[A-Z2-7]{2,4}){6,})(?![\w-])", text))
    return str(secret).replace("-", "")


def code_of(secret: str, now: float) -> str:
    """Return the six digits of RFC 6238 for a secret in base 32."""
    digest = hmac.digest(b32decode(secret + "=" * (-len(secret) % 8)), struct.pack(">Q", int(now) // 30), "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 1_000_000:06}"


def set_up_path(page: str) -> str:
    """Return where the page with a secret sends the code: Flask's is a URL of its own."""
    return max(re.findall(rf'action="({ACTIVATE}[^"]*)"', page), key=len, default=ACTIVATE)


class Clock:
    """The clock of a server, and the codes of authenticator apps at its time."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "clock"
        self.file.write_text("0")

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment that a server needs to follow this clock."""
        return {"PYTHONPATH": str(Path(__file__).parent / "clock"), "CLOCK_FILE": str(self.file)}

    def move(self, seconds: float = 30) -> None:
        """Set the clock ahead, by default to the next code."""
        moved = self.file.with_suffix(".moved")
        moved.write_text(str(float(self.file.read_text()) + seconds))
        moved.replace(self.file)  # at once: the server reads the file all the time

    def move_to_next_step(self) -> None:
        """Set the clock to the beginning of the next half-minute, so that a code lasts as long as it can."""
        self.move(30 - self.now() % 30 + 0.5)

    def now(self) -> float:
        """Return the server's time, in seconds since 1970."""
        return time.time() + float(self.file.read_text())

    def code(self, secret: str) -> str:
        """Return the code of an authenticator app."""
        return code_of(secret, self.now())


class Browser:
    """A browser with its cookies; it follows no redirect by itself."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = requests.Session()
        self.session.cookies.set_policy(DefaultCookiePolicy(secure_protocols=("http", "https")))
        self.token = self.password = ""

    def send(self, method: str, path: str, **options: Any) -> requests.Response:
        """Return the answer to a request, which carries the CSRF token if it is no GET."""
        headers = {} if method == "GET" else {"X-CSRFToken": self.token, "Referer": self.address}
        return self.session.request(
            method, self.address + path, headers=headers, allow_redirects=False, timeout=20, **options
        )

    def get(self, path: str) -> requests.Response:
        """Return the answer to a GET request."""
        return self.send("GET", path)

    def post(self, path: str, data: Mapping[str, object] | None = None) -> requests.Response:
        """Return the answer to a form."""
        return self.send("POST", path, data=data or {})

    def renew_token(self) -> None:
        """Fetch the CSRF token of the session."""
        self.token = self.get("/api/v1/session/").json()["csrf_token"]

    def log_in(self, email: str, password: str = DEMO_PASSWORD) -> None:
        """Send the log-in form: who has a second factor is asked for it next."""
        self.renew_token()
        self.password = password
        answer = self.post(LOG_IN, {"email": email, "login": email, "password": password})
        assert answer.status_code == requests.codes.found, f"{email}: {answer.status_code}\n{answer.text}"
        self.renew_token()

    def enter_code(self, code: str, path: str = AUTHENTICATE) -> requests.Response:
        """Send the form that asks for a code."""
        answer = self.post(path, {"code": code})
        if answer.status_code == requests.codes.found:
            self.renew_token()
        return answer

    def activate(self, clock: Clock) -> tuple[str, str]:
        """Set up an authenticator app; gives its secret and the code that was used."""
        page = self.get(ACTIVATE)
        if page.headers.get("Location", "").startswith(REAUTHENTICATE):
            self.post(REAUTHENTICATE, {"password": self.password})
            page = self.get(ACTIVATE)
        if 'name="setup"' in page.text:
            page = self.post(ACTIVATE, {"setup": "authenticator"})
        secret = secret_in(page.text)
        code = clock.code(secret)
        answer = self.post(set_up_path(page.text), {"code": code})
        assert answer.status_code == requests.codes.found, answer.text
        self.renew_token()
        return secret, code

    def is_logged_in(self) -> bool:
        """Return whether the profile opens."""
        return bool(self.get(PROFILE).status_code == requests.codes.ok)
