"""Where mails go."""

import pytest

from app.mail import MailServer, mail_server


def test_nothing_leaves_a_developer_s_machine() -> None:
    assert mail_server("console://") is None


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 587, "", "", starttls=True, tls=False)),
        ("smtps://mail.example.org", MailServer("mail.example.org", 465, "", "", starttls=False, tls=True)),
        ("smtp://a%40b:p%2Fw@host:2525", MailServer("host", 2525, "a@b", "p/w", starttls=True, tls=False)),
        ("smtp://127.0.0.1:1025", MailServer("127.0.0.1", 1025, "", "", starttls=False, tls=False)),
    ],
)
def test_a_mail_server_is_an_address(url: str, meant: MailServer) -> None:
    assert mail_server(url) == meant


@pytest.mark.parametrize("url", ["", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://host:none"])
def test_what_names_no_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="names no mail server"):
        mail_server(url)
