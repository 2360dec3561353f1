"""Every page that search engines should know."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.db.models import QuerySet
from django.urls import path
from django.views.decorators.http import require_safe

from app.articles.models import Article
from app.articles.publishing import public_articles


class PageSitemap(Sitemap):
    """The pages that are always there."""

    def items(self) -> list[str]:
        """Their paths."""
        return ["/", "/articles/"]

    def location(self, item: str) -> str:
        """The path itself."""
        return item


class ArticleSitemap(Sitemap):
    """The articles."""

    def items(self) -> QuerySet[Article]:
        """All that everybody may read."""
        return public_articles()

    def lastmod(self, item: Article) -> datetime:
        """When it was last changed."""
        return item.changed_at


urlpatterns = [path("", require_safe(sitemap), {"sitemaps": {"pages": PageSitemap, "articles": ArticleSitemap}})]
