from datetime import datetime

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from articles.models import Article
from config.environment import DESCRIPTION, TITLE

ARTICLES_IN_FEED = 20


class ArticleFeed(Feed[Article, Article]):
    feed_type = Atom1Feed
    title = TITLE
    subtitle = DESCRIPTION
    link = reverse_lazy("articles:list")

    def items(self) -> QuerySet[Article]:
        return Article.objects.published().select_related("author").prefetch_related("tags")[:ARTICLES_IN_FEED]

    def item_title(self, item: Article) -> str:
        return item.title

    def item_description(self, item: Article) -> str:
        return escape(item.summary)

    def item_author_name(self, item: Article) -> str:
        return (item.author and item.author.name) or TITLE

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.publish_at

    def item_updateddate(self, item: Article) -> datetime:
        return item.modified_at

    def item_categories(self, item: Article) -> list[str]:
        return [tag.name for tag in item.tags.all()]
