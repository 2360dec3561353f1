"""What tests of several features share."""

import logging
import logging.config
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO

from django.conf import settings
from werkzeug.test import TestResponse

from config.logging import get_logging

HTTPS = "https://example.org"


@contextmanager
def written_log(**given: str) -> Iterator[StringIO]:
    """What is logged meanwhile."""
    with redirect_stdout(StringIO()) as written:
        logging.config.dictConfig(get_logging("INFO", as_json=given.get("APP_ENV") == "production"))
        yield written
    logging.config.dictConfig(settings.LOGGING)


def assert_protected(response: TestResponse) -> None:
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def directives(response: TestResponse) -> dict[str, list[str]]:
    """The sources by directive in the content security policy."""
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}
