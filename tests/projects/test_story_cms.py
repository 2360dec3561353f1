"""The story of a content site: an article is written, reviewed, published, read; another waits for its time.

In Django staff write in the admin, in Flask on pages of the project's own.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.projects.installed import proven, serving
from tests.projects.story import WebClient

pytestmark = pytest.mark.generated

PASSWORD = "demo-password-for-everybody"
LISTS = ("/articles/", "/articles/feed.xml", "/sitemap.xml")
CHANGELIST = "/admin/articles/article/"
BODY = "Some *Markdown* <script>alert(1)</script>"


def write_in_admin(writer: WebClient, title: str, publish_at: datetime | None = None) -> str:
    """The slug of a new draft."""
    slug = title.lower().replace(" ", "-")
    texts = {"title": title, "slug": slug, "summary": f"About {title}.", "body": BODY}
    when = {"publish_at_0": f"{publish_at:%Y-%m-%d}", "publish_at_1": f"{publish_at:%H:%M:%S}"} if publish_at else {}
    assert "was added successfully" in writer.submit(f"{CHANGELIST}add/", texts | when).text
    return slug


def act_in_admin(editor: WebClient, action: str, slug: str) -> str:
    """The page after an action on an article, which the editor may not be offered."""
    (number,) = re.findall(rf"{CHANGELIST}(\d+)/change/", editor.open(f"{CHANGELIST}?q={slug.replace('-', '+')}").text)
    return str(editor.submit(CHANGELIST, {"action": action, "_selected_action": number}).text)


def write_on_pages(writer: WebClient, title: str, publish_at: datetime | None = None) -> str:
    """The slug of a new draft."""
    slug = title.lower().replace(" ", "-")
    texts = {"title": title, "slug": slug, "summary": f"About {title}.", "body": BODY}
    when = {"publish_at": f"{publish_at:%Y-%m-%dT%H:%M:%S}"} if publish_at else {}
    assert "The article has been saved." in writer.submit("/editorial/new/", texts | when).text
    return slug


def act_on_pages(editor: WebClient, action: str, slug: str) -> str:
    """The page after an action on an article, which the editor may not be offered."""
    title = slug.replace("-", " ").capitalize()
    (path,) = re.findall(rf'(/editorial/\d+/)">{title}<', editor.open("/editorial/").text)
    return editor.send(path, {"transition": action}, to="/status/").text


Write = Callable[..., str]
Act = Callable[[WebClient, str, str], str]


@pytest.mark.parametrize(
    ("framework", "write", "act"),
    [
        pytest.param("flask", write_on_pages, act_on_pages, id="flask"),
        pytest.param("django", write_in_admin, act_in_admin, id="django"),
    ],
)
def test_an_article_is_written_reviewed_published_and_read(
    framework: str, write: Write, act: Act, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = proven(tmp_path, surroundings, framework=framework, kind="cms")
    with serving(project, surroundings, "dev") as address:
        staff, admin, reader = WebClient(address), WebClient(address), WebClient(address)
        staff.log_in("staff@example.org", PASSWORD)
        admin.log_in("admin@example.org", PASSWORD)
        assert "Why we let oak rest" in reader.open("/articles/").text
        assert "Why we let oak rest" in reader.open("/").text
        assert "/articles/replacing-a-lamp-cable/" in reader.open("/articles/?tag=repair").text
        assert "/articles/why-we-let-oak-rest/" not in reader.open("/articles/?tag=repair").text

        slug = write(staff, "A kettle that whistles")
        path = f"/articles/{slug}/"
        act(staff, "submit", slug)
        act(staff, "publish", slug)
        reader.open(path, status=404)
        assert "Preview" in staff.open(path).text
        assert "/accounts/login/" in reader.open("/editorial/" if framework == "flask" else CHANGELIST).url
        act(admin, "publish", slug)
        page = reader.open(path).text
        assert "<em>Markdown</em>" in page
        assert "<script>alert" not in page
        for listed in LISTS:
            assert path in reader.open(listed).text
        assert f"{address}/sitemap.xml" in reader.open("/robots.txt").text

        coming = datetime.now(UTC) + timedelta(seconds=8)
        slug = write(admin, "Coming soon", publish_at=coming)
        for action in ("submit", "publish"):
            act(admin, action, slug)
        reader.open(f"/articles/{slug}/", status=404)
        time.sleep(max((coming - datetime.now(UTC)).total_seconds() + 0.5, 0))
        reader.open(f"/articles/{slug}/")
        for listed in LISTS:
            assert f"/articles/{slug}/" in reader.open(listed).text
