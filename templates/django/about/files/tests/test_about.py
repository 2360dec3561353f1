"""The page about the site."""

from werkzeug.test import Client

from test_contract import assert_protected


def test_the_page_about_the_site_is_there_and_can_be_found(http: Client) -> None:
    page = http.get("/about/")

    assert page.status_code == 200
    assert "<h1" in page.text
    assert 'href="/about/"' in http.get("/").text
    assert_protected(page)
