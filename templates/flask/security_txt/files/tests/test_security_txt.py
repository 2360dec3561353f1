from datetime import UTC, datetime, timedelta

from app import create_app
from app.config import get_settings
from production import PRODUCTION


def test_security_txt() -> None:
    client = create_app(get_settings(**PRODUCTION)).test_client()
    response = client.get("/.well-known/security.txt", base_url="https://example.org")
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert response.content_type == "text/plain; charset=utf-8"
    assert fields["Contact"] == PRODUCTION["SECURITY_CONTACT"]
    assert fields["Canonical"] == "https://example.org/.well-known/security.txt"
    remaining = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < remaining < timedelta(days=365)
