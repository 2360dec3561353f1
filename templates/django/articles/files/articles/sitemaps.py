from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from articles.models import Article


class PageSitemap(Sitemap[str]):
    def items(self) -> list[str]:
        return ["core:home", "articles:list"]

    def location(self, item: str) -> str:
        return reverse(item)


class ArticleSitemap(Sitemap[Article]):
    def items(self) -> QuerySet[Article]:
        return Article.objects.published()

    def lastmod(self, item: Article) -> datetime:
        return item.modified_at


SITEMAPS = {"pages": PageSitemap, "articles": ArticleSitemap}
