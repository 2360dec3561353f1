from datetime import timedelta

from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.test import Client, TestCase
from django.utils import timezone

from articles.markdown import to_html
from articles.models import Article, Tag
from users.models import User
from users.roles import grant

Status = Article.Status
CHANGELIST = "/admin/articles/article/"
TEXTS = {"title": "Tea", "slug": "tea", "summary": "Water & leaves.", "body": "Let it *boil*."}


def create_client(role: str) -> Client:
    user = User.objects.create_user(f"{role}@example.org")
    grant(user, role)
    client = Client()
    client.force_login(user)
    return client


def create_article(status: Status = Status.DRAFT, slug: str = "tea", days: int = 0) -> Article:
    publish_at = timezone.now() + timedelta(days=days)
    return Article.objects.create(**TEXTS | {"slug": slug}, status=status, publish_at=publish_at)


class PageTests(TestCase):
    def test_only_published_articles_are_public(self) -> None:
        create_article(Status.PUBLISHED, "published")
        for slug, status, days in (("draft", Status.DRAFT, -1), ("soon", Status.PUBLISHED, 1)):
            create_article(status, slug, days)
            self.assertEqual(self.client.get(f"/articles/{slug}/").status_code, 404)
        for path in ("/articles/", "/articles/feed.xml", "/sitemap.xml", "/"):
            with self.subTest(path):
                response = self.client.get(path)
                self.assertContains(response, "/articles/published/")
                self.assertNotContains(response, "/articles/draft/")
                self.assertNotContains(response, "/articles/soon/")

    def test_an_article_is_shown(self) -> None:
        response = self.client.get(create_article(Status.PUBLISHED).get_absolute_url())
        self.assertContains(response, "Let it <em>boil</em>.")
        self.assertContains(response, "Water &amp; leaves.")

    def test_articles_are_listed_by_tag(self) -> None:
        create_article(Status.PUBLISHED).tags.add(Tag.objects.create(name="kitchen"))
        self.assertContains(self.client.get("/articles/?tag=kitchen"), "/articles/tea/")
        self.assertNotContains(self.client.get("/articles/?tag=garden"), "/articles/tea/")

    def test_markdown_runs_no_scripts(self) -> None:
        html = to_html("<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>")
        self.assertNotIn("<script", html)
        self.assertNotIn("<img", html)
        self.assertNotIn("href", html)

    def test_the_number_of_queries_does_not_grow(self) -> None:
        for number in range(9):
            create_article(Status.PUBLISHED, f"tea-{number}").tags.add(Tag.objects.create(name=f"tag-{number}"))
        for path in ("/articles/", "/articles/feed.xml"):
            with self.assertNumQueries(3 if path == "/articles/" else 2):
                self.client.get(path)

    def test_robots_find_the_sitemap(self) -> None:
        self.assertContains(self.client.get("/robots.txt"), "Sitemap: http://testserver/sitemap.xml")

    def test_demo_articles_are_added_once(self) -> None:
        for _time in range(2):
            call_command("seed")
        self.assertEqual(Article.objects.published().count(), 3)


class EditorialTests(TestCase):
    def setUp(self) -> None:
        self.staff, self.admin = create_client("staff"), create_client("admin")

    def act(self, client: Client, action: str, article: Article) -> Status:
        client.post(CHANGELIST, {"action": action, "_selected_action": [article.pk]})
        article.refresh_from_db()
        return Status(article.status)

    def test_staff_write_and_admins_publish(self) -> None:
        self.staff.post(f"{CHANGELIST}add/", TEXTS)
        article = Article.objects.get()
        self.assertEqual((article.status, str(article.author)), (Status.DRAFT, "staff@example.org"))
        self.assertEqual(self.act(self.staff, "publish", article), Status.DRAFT)
        self.assertEqual(self.act(self.staff, "submit", article), Status.REVIEW)
        self.assertEqual(self.act(self.staff, "publish", article), Status.REVIEW)
        self.assertEqual(self.act(self.admin, "publish", article), Status.PUBLISHED)
        self.assertContains(self.client.get("/articles/"), "/articles/tea/")
        self.assertEqual(self.act(self.admin, "withdraw", article), Status.DRAFT)
        changes = LogEntry.objects.filter(action_flag=2).order_by("pk")
        self.assertEqual(
            [log.get_change_message() for log in changes][:2], ["Draft → In review", "In review → Published"]
        )

    def test_an_article_skips_no_status(self) -> None:
        for action in ("publish", "withdraw", "return_to_draft"):
            self.assertEqual(self.act(self.admin, action, create_article(slug=action)), Status.DRAFT)

    def test_a_text_saved_late_keeps_the_status(self) -> None:
        article = create_article(Status.REVIEW)
        self.act(self.admin, "publish", article)
        self.admin.post(f"{CHANGELIST}{article.pk}/change/", TEXTS | {"title": "Late"})
        article.refresh_from_db()
        self.assertEqual((article.status, article.title), (Status.PUBLISHED, "Late"))

    def test_staff_change_drafts_only(self) -> None:
        for status, expected in {Status.DRAFT: 302, Status.REVIEW: 403, Status.PUBLISHED: 403}.items():
            article = create_article(status, status.value)
            url = f"{CHANGELIST}{article.pk}/change/"
            self.assertEqual(self.staff.post(url, TEXTS | {"slug": status.value}).status_code, expected)

    def test_editors_preview_drafts(self) -> None:
        url = create_article().get_absolute_url()
        self.assertContains(self.staff.get(url), "Preview")
        self.assertEqual(create_client("member").get(url).status_code, 404)

    def test_a_title_has_no_control_characters(self) -> None:
        self.staff.post(f"{CHANGELIST}add/", TEXTS | {"title": "Te\x0ba"})
        self.assertFalse(Article.objects.exists())
