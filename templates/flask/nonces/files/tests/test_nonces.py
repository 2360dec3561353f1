import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def get_sources(response: TestResponse) -> list[str]:
    """Return the sources of scripts in the content security policy."""
    match = re.search(r"script-src ([^;]+)", response.headers["Content-Security-Policy"])
    assert match
    return match[1].split()


def test_every_response_has_its_own_nonce(client: FlaskClient) -> None:
    (one,), (other,) = get_sources(client.get("/")), get_sources(client.get("/"))
    assert len(one) >= len("'nonce-'") + 22
    assert one != other


def test_scripts_run_by_nonce_only(client: FlaskClient) -> None:
    rules = client.application.url_map.iter_rules()
    paths = [rule.rule for rule in rules if "GET" in (rule.methods or ()) and not rule.arguments]
    for path in [*paths, "/no-such-page/"]:
        response = client.get(path)
        if response.mimetype == "text/html" and not response.location:
            (source,) = get_sources(response)
            scripts = re.findall(r"<script[^>]*>", response.text)
            nonce = source.removeprefix("'nonce-").removesuffix("'")
            assert scripts
            assert all(f'nonce="{nonce}"' in script for script in scripts), path
