"""Scripts run only where the page names them by a number that nobody could guess."""

import re

from werkzeug.test import Client

from test_contract import directives


def nonce(sources: list[str]) -> str:
    """The one nonce among the sources of scripts."""
    (found,) = (source.removeprefix("'nonce-").rstrip("'") for source in sources if source.startswith("'nonce-"))
    return found


def test_a_nonce_is_good_for_one_answer(http: Client) -> None:
    one, other = (nonce(directives(http.get("/"))["script-src"]) for _ in range(2))

    assert len(one) >= 22
    assert one != other


def test_every_script_of_a_page_carries_the_nonce(http: Client, routes: list[str]) -> None:
    for path in [*routes, "/no-such-page/"]:
        response = http.get(path)
        if response.mimetype == "text/html" and response.text and not response.location:
            scripts = re.findall(r"<script[^>]*>", response.text)
            expected = nonce(directives(response)["script-src"])
            assert scripts
            assert all(f'nonce="{expected}"' in script for script in scripts), path


def test_nothing_but_the_nonce_lets_a_script_run(http: Client, routes: list[str]) -> None:
    for path in routes:
        response = http.get(path)
        if not response.location:
            assert all(source.startswith("'nonce-") for source in directives(response)["script-src"]), path
