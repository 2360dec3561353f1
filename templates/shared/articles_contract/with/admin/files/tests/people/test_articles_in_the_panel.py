"""Articles in the admin panel: to find, and not to change."""

from collections.abc import Callable

from people.visitor import Visitor, forms

PLACES = ("/admin/articles/article/", "/admin/articles/")
"""Where the list lies, by framework."""


def test_the_panel_shows_articles_and_leaves_them_as_they_are(
    all_routes: dict[str, str], known: Callable[..., Visitor], stored_article: Callable[..., int]
) -> None:
    stored_article("tea", "draft", title="Tea <b>time</b>")
    stored_article("oak")
    path = next(place for place in PLACES if place in all_routes)
    admin = known("admin")

    assert "Tea &lt;b&gt;time&lt;/b&gt;" in admin.open(path).text
    for change in ("add/", "new/", "1/change/", "edit/?id=1"):
        page = admin.open(f"{path}{change}")
        assert page.status_code in {200, 403, 404}
        assert not [form for form in forms(page.text) if {"title", "state", "slug"} & form.values.keys()]
