import pytest
from flask_mailman import EmailMessage

from app import create_app
from app.config import Settings
from app.mail import executor, mail_server, send


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 587, "", "", True, False)),
        ("smtps://mail.example.org", ("mail.example.org", 465, "", "", False, True)),
        ("smtp://a%40b:p%2Fw@host:2525", ("host", 2525, "a@b", "p/w", True, False)),
        ("smtp://127.0.0.1:1025", ("127.0.0.1", 1025, "", "", False, False)),
    ],
)
def test_mail_server_is_read_from_a_url(url: str, expected: tuple[object, ...]) -> None:
    settings = mail_server(url)
    assert settings
    names = ("MAIL_SERVER", "MAIL_PORT", "MAIL_USERNAME", "MAIL_PASSWORD", "MAIL_USE_TLS", "MAIL_USE_SSL")
    assert tuple(settings[name] for name in names) == expected


@pytest.mark.parametrize("url", ["", "mail.example.org", "http://host", "smtp://", "smtp://ada:secret/x@host"])
def test_other_urls_are_refused_without_their_password(url: str) -> None:
    with pytest.raises(ValueError, match="names no mail server") as error:
        mail_server(url)
    assert "secret" not in str(error.value)


def test_failure_is_logged_without_the_address(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    app = create_app(Settings(_env_file=None, APP_ENV="development", EMAIL_URL="smtp://127.0.0.1:1"))
    with app.app_context():
        message = EmailMessage("Subject", "Text", to=["ada@example.com"])
    executor.submit(send, app, [message]).result()
    log = caplog.text + capsys.readouterr().out
    assert "mail not sent: ConnectionRefusedError" in log
    assert "ada@example.com" not in log
