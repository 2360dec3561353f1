"""Where mails go: `EMAIL_URL`, taken apart."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

DEFAULT_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """A mail server; `starttls` and `tls` are the two ways to speak to it in secret, of which one is used."""

    host: str
    port: int
    username: str
    password: str
    starttls: bool
    tls: bool


def mail_server(url: str) -> MailServer | None:
    """The server that `EMAIL_URL` names, or nothing where mails are printed.

    A server on this machine is spoken to as it is. `ValueError` where the text names none.
    """
    parts = urlsplit(url)
    if parts.scheme == "console":
        return None
    port = parts.netloc.rpartition("@")[2].rpartition("]")[2].partition(":")[2]
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or (port and not port.isdecimal()):
        raise ValueError("names no mail server; write smtp://host:port, smtps://host:port or console://")
    return MailServer(
        host=parts.hostname,
        port=parts.port or DEFAULT_PORTS[parts.scheme],
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp" and parts.hostname not in {"localhost", "127.0.0.1", "::1"},
        tls=parts.scheme == "smtps",
    )
