"""What tests of several features share."""

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO

from werkzeug.wrappers import Response

from app.logging import configure

HTTPS = "https://example.org"


@contextmanager
def written_log(**settings: str) -> Iterator[StringIO]:
    """What is logged meanwhile."""
    with redirect_stdout(StringIO()) as written:
        configure("INFO", as_json=settings.get("APP_ENV") == "production")
        yield written
    configure("INFO", as_json=False)


def assert_protected(response: Response) -> None:
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def directives(response: Response) -> dict[str, list[str]]:
    """The sources by directive in the content security policy."""
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}
