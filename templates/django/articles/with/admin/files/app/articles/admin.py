"""The articles in the admin panel: a list that leads to the desk, where they are written and published."""

from django.contrib import admin

from app.articles.models import Article
from app.panel.read_only import ReadOnlyAdmin


@admin.register(Article)
class ArticleAdmin(ReadOnlyAdmin):
    """All articles, to find; nothing about them is changed here, so that each step is kept."""

    list_display = ("title", "state", "author", "publish_at", "updated_at")
    list_filter = ("state", "tags")
    list_select_related = ("author",)
    ordering = ("-updated_at",)
    search_fields = ("title", "summary")

    def view_on_site(self, article: Article) -> str:
        """The way to the article at the desk."""
        return f"/desk/{article.pk}/"
