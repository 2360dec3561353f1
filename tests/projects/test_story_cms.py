"""The story of a content site: an article is written, reviewed, published, read; another waits for its time."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.projects.installed import proven, serving
from tests.projects.story import WebClient

pytestmark = pytest.mark.generated

PASSWORD = "demo-password-for-everybody"
LISTS = ("/articles/", "/articles/feed/", "/sitemap.xml")


def write(writer: WebClient, title: str, **given: str) -> str:
    """The path at the desk of a new draft."""
    texts = {"title": title, "summary": f"About {title}.", "body": "Some *Markdown* <script>alert(1)</script>"}
    return str(urlsplit(writer.submit("/desk/new/", texts | given).url).path)


@pytest.mark.parametrize("framework", ["flask", "django"])
def test_an_article_is_written_reviewed_published_and_read(
    framework: str, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    project = proven(tmp_path, surroundings, framework=framework, kind="cms")
    with serving(project, surroundings, "dev") as address:
        staff, admin, reader = WebClient(address), WebClient(address), WebClient(address)
        staff.log_in("staff@example.org", PASSWORD)
        admin.log_in("admin@example.org", PASSWORD)
        assert "How we brew our tea" in reader.open("/articles/").text

        draft = write(staff, "A kettle that whistles", tags="kitchen, steam")
        assert "<em>Markdown</em>" in staff.open(draft).text
        reader.open("/articles/a-kettle-that-whistles/", status=404)
        assert "/accounts/login/" in reader.open(draft).url

        staff.submit(draft, {"arrow": "submit"}, to="/move/")
        staff.submit(draft, {"arrow": "publish"}, to="/move/", status=403)
        reader.open("/articles/a-kettle-that-whistles/", status=404)

        assert "The article is published." in admin.submit(draft, {"arrow": "publish"}, to="/move/").text
        page = reader.open("/articles/a-kettle-that-whistles/").text
        assert "<em>Markdown</em>" in page
        assert "<script>alert" not in page
        for path in LISTS:
            assert "/articles/a-kettle-that-whistles/" in reader.open(path).text
        assert "a-kettle-that-whistles" in reader.open("/articles/?tag=steam").text
        assert f"{address}/sitemap.xml" in reader.open("/robots.txt").text
        assert "review → published, by admin@example.org" in staff.open(draft).text

        coming = datetime.now(UTC) + timedelta(seconds=8)
        later = write(admin, "Coming soon", publish_at=f"{coming:%Y-%m-%dT%H:%M:%S}")
        for arrow in ("submit", "publish"):
            admin.submit(later, {"arrow": arrow}, to="/move/")
        assert "scheduled" in admin.open(later).text
        reader.open("/articles/coming-soon/", status=404)
        time.sleep(max((coming - datetime.now(UTC)).total_seconds() + 0.5, 0))
        reader.open("/articles/coming-soon/")
        for path in LISTS:
            assert "/articles/coming-soon/" in reader.open(path).text
