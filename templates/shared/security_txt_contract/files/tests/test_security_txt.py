"""Where people report a weakness (RFC 9116)."""

from datetime import UTC, datetime, timedelta

from werkzeug.test import Client

from production import PRODUCTION


def test_it_is_told_where_to_report_a_weakness(production: Client) -> None:
    response = production.get("/.well-known/security.txt", base_url="https://example.org")
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())

    assert response.status_code == 200
    assert response.content_type == "text/plain; charset=utf-8"
    assert fields["Contact"] == PRODUCTION["SECURITY_CONTACT"]
    assert fields["Canonical"] == "https://example.org/.well-known/security.txt"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=365)
