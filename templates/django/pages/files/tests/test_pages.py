"""What people see."""

import re
from html import unescape

import pytest
from werkzeug.test import Client

from app.config import DESCRIPTION, TITLE
from test_contract import assert_protected


def linked(page: str) -> list[str]:
    """The paths of the files that a page loads."""
    return re.findall(r'<(?:link|script)[^>]* (?:href|src)="([^"]+)"', page)


def test_the_home_page_greets_with_title_and_description(http: Client) -> None:
    page = unescape(http.get("/").text)

    assert f"<title>{TITLE}</title>" in page
    assert DESCRIPTION in page


def test_a_page_can_be_read_with_any_device(http: Client) -> None:
    page = http.get("/").text

    assert '<html lang="en">' in page
    assert 'content="width=device-width, initial-scale=1"' in page
    assert 'href="#main"' in page
    assert 'id="main"' in page


def test_whatever_a_page_loads_is_there_and_protected(http: Client) -> None:
    paths = linked(http.get("/").text)

    assert {path.rsplit(".", 1)[-1] for path in paths} == {"css", "js", "svg"}
    for path in paths:
        assert path.startswith("/static/")
        with http.get(path) as response:
            assert response.status_code == 200
            assert_protected(response)
    assert_protected(http.get("/static/no-such-file.css"))


def test_a_page_holds_nothing_that_its_policy_refuses(http: Client) -> None:
    for path in ("/", "/no-such-page/"):
        page = http.get(path).text
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
        assert not re.search(r"<script(?![^>]* src=)", page)


def test_no_file_outside_is_served(http: Client) -> None:
    for path in ("/static/../__init__.py", "/static/bootstrap/../../flask/app.py", "/static/%2e%2e/__init__.py"):
        assert http.get(path).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "host", "status", "heading"),
    [
        ("GET", "/", "evil.example", 400, "This request makes no sense"),
        ("GET", "/no-such-page/", "localhost", 404, "There is no such page"),
        ("TRACE", "/", "localhost", 405, "This does not work here"),
        ("GET", "/broken/", "localhost", 500, "Something went wrong"),
    ],
)
def test_errors_have_the_look_of_the_site(
    http: Client, method: str, path: str, host: str, status: int, heading: str
) -> None:
    response = http.open(path, method=method, base_url=f"http://{host}")

    assert response.status_code == status
    assert response.mimetype == "text/html"
    assert f'<h1 class="h2">{heading}</h1>' in response.text
    assert "bootstrap.min.css" in response.text
