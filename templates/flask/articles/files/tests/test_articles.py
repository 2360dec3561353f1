from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.articles.editorial import TRANSITIONS
from app.articles.markdown import to_html
from app.articles.models import Article, Status, get_tags
from app.extensions import db
from app.timestamps import utcnow
from conftest import submit

TEXTS = {"title": "Tea", "slug": "tea", "summary": "Water & leaves.", "body": "Let it *boil*."}

CreateArticle = Callable[..., int]
SignIn = Callable[..., FlaskClient]


@pytest.fixture
def create_article(app: Flask) -> CreateArticle:
    """Return a function that creates an article and returns its id."""

    def create(status: Status = Status.DRAFT, slug: str = "tea", days: int = 0, tags: tuple[str, ...] = ()) -> int:
        with app.app_context():
            publish_at = utcnow() + timedelta(days=days)
            values = TEXTS | {"slug": slug}
            article = Article(**values, status=status, publish_at=publish_at, tags=get_tags(list(tags)))
            db.session.add(article)
            db.session.commit()
            return article.id

    return create


def get_article(client: FlaskClient) -> Article:
    with client.application.app_context():
        return db.session.scalars(select(Article)).one()


def change_status(client: FlaskClient, article_id: int, transition: str) -> TestResponse:
    return submit(client, f"/editorial/{article_id}/status/", transition=transition)


def test_only_published_articles_are_public(client: FlaskClient, create_article: CreateArticle) -> None:
    create_article(Status.PUBLISHED, "published")
    for slug, status, days in (("draft", Status.DRAFT, -1), ("soon", Status.PUBLISHED, 1)):
        create_article(status, slug, days)
        assert client.get(f"/articles/{slug}/").status_code == 404
    for path in ("/articles/", "/articles/feed.xml", "/sitemap.xml", "/"):
        page = client.get(path).text
        assert "/articles/published/" in page
        assert "/articles/draft/" not in page
        assert "/articles/soon/" not in page


def test_an_article_is_shown(client: FlaskClient, create_article: CreateArticle) -> None:
    create_article(Status.PUBLISHED)
    page = client.get("/articles/tea/").text
    assert "Let it <em>boil</em>." in page
    assert "Water &amp; leaves." in page


def test_articles_are_listed_by_tag(client: FlaskClient, create_article: CreateArticle) -> None:
    create_article(Status.PUBLISHED, tags=("kitchen",))
    assert "/articles/tea/" in client.get("/articles/?tag=kitchen").text
    assert "/articles/tea/" not in client.get("/articles/?tag=garden").text


def test_markdown_runs_no_scripts() -> None:
    html = to_html("<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>")
    for unsafe in ("<script", "<img", "href"):
        assert unsafe not in html


def test_the_feed_is_not_sent_twice(client: FlaskClient, create_article: CreateArticle) -> None:
    create_article(Status.PUBLISHED)
    etag = client.get("/articles/feed.xml").headers["ETag"]
    assert client.get("/articles/feed.xml", headers={"If-None-Match": etag}).status_code == 304


def test_staff_write_and_admins_publish(client: FlaskClient, sign_in: SignIn) -> None:
    staff, admin = sign_in("staff"), sign_in("admin", "admin@example.com")
    submit(staff, "/editorial/new/", **TEXTS, tags="Tea,  kitchen, tea")
    article_id = get_article(staff).id
    for editor, transition, status in (
        (staff, "publish", Status.DRAFT),
        (staff, "submit", Status.REVIEW),
        (staff, "publish", Status.REVIEW),
        (admin, "publish", Status.PUBLISHED),
    ):
        change_status(editor, article_id, transition)
        assert get_article(staff).status == status
    assert "/articles/tea/" in client.get("/articles/?tag=kitchen").text
    change_status(admin, article_id, "withdraw")
    assert get_article(staff).status == Status.DRAFT


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("transition", TRANSITIONS)
def test_an_article_skips_no_status(
    sign_in: SignIn, create_article: CreateArticle, status: Status, transition: str
) -> None:
    admin, article_id = sign_in("admin"), create_article(status)
    change_status(admin, article_id, transition)
    before, after = TRANSITIONS[transition][1:3]
    assert get_article(admin).status == (after if status == before else status)


def test_a_published_article_keeps_its_address_and_time(sign_in: SignIn, create_article: CreateArticle) -> None:
    admin, article_id = sign_in("admin"), create_article(Status.PUBLISHED)
    submit(admin, f"/editorial/{article_id}/", **TEXTS | {"title": "Late", "slug": "other", "publish_at": ""})
    article = get_article(admin)
    assert (article.title, article.slug, article.is_published) == ("Late", "tea", True)


def test_staff_change_drafts_only(sign_in: SignIn, create_article: CreateArticle) -> None:
    staff = sign_in("staff")
    for status, expected in {Status.DRAFT: 302, Status.REVIEW: 403, Status.PUBLISHED: 403}.items():
        article_id = create_article(status, status.value)
        assert submit(staff, f"/editorial/{article_id}/", **TEXTS | {"slug": status.value}).status_code == expected
        assert submit(staff, f"/editorial/{article_id}/delete/").status_code == expected


def test_editors_preview_drafts(sign_in: SignIn, create_article: CreateArticle) -> None:
    create_article()
    assert "Preview" in sign_in("staff").get("/articles/tea/").text
    assert sign_in("member", "member@example.com").get("/articles/tea/").status_code == 404


@pytest.mark.parametrize(
    "values",
    [
        {"title": "Te\x0ba"},
        {"title": "Te\uffffa"},
        {"slug": "Not a slug"},
        {"slug": "taken"},
        {"tags": "a/b"},
        {"body": "\0"},
    ],
)
def test_invalid_values_are_refused(sign_in: SignIn, create_article: CreateArticle, values: dict[str, str]) -> None:
    create_article(slug="taken")
    staff = sign_in("staff")
    assert "invalid-feedback" in submit(staff, "/editorial/new/", **TEXTS | values).text
    assert get_article(staff).slug == "taken"


def test_lists_have_few_queries(
    client: FlaskClient, create_article: CreateArticle, queries: Callable[[Callable[[], object]], int]
) -> None:
    counts = []
    for number in range(3):
        create_article(Status.PUBLISHED, f"tea-{number}", tags=(f"tag-{number}",))
        counts.append(queries(lambda: client.get("/articles/feed.xml")))
    assert counts[1] == counts[2]


def test_demo_articles(client: FlaskClient, runner: FlaskCliRunner) -> None:
    runner.invoke(args=["seed"])
    assert client.get("/articles/").text.count("<article") == 3
