"""What everybody can read: the articles and their feed."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import conditional_page, require_safe

from app.articles.markup import html_of
from app.articles.models import Article
from app.articles.publishing import public_articles
from app.articles.texts import readable
from config.environment import DESCRIPTION, TITLE

ARTICLES_PER_PAGE = 10
ARTICLES_IN_FEED = 20


def page_of(articles: QuerySet[Article], request: HttpRequest, size: int) -> Page[Article]:
    """The page of a list that is asked for; 404 where there is none."""
    try:
        return Paginator(articles, size).page(request.GET.get("page", 1))
    except InvalidPage:
        raise Http404 from None


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is published, the latest first."""
    tag = readable(request.GET.get("tag", ""))
    articles = page_of(public_articles(tag), request, ARTICLES_PER_PAGE)
    return render(request, "articles/index.html", {"articles": articles, "tag": tag})


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """An article."""
    found = get_object_or_404(public_articles(), slug=slug)
    return render(request, "articles/article.html", {"article": found, "html": html_of(found.body)})


class ArticleFeed(Feed):
    """The latest articles, for programs that look for news."""

    feed_type = Atom1Feed
    title = TITLE
    subtitle = DESCRIPTION
    link = "/articles/"

    def items(self) -> QuerySet[Article]:
        """Those in the feed."""
        return public_articles()[:ARTICLES_IN_FEED]

    def item_title(self, item: Any) -> str:
        """What it is called."""
        return str(item.title)

    def item_description(self, item: Article) -> str:
        """What it is about, as the HTML that a feed takes it for."""
        return escape(item.summary)

    def item_author_name(self, item: Article) -> str:
        """Who wrote it, in the name that they chose, else the site."""
        return (item.author and item.author.name) or TITLE

    def item_pubdate(self, item: Article) -> datetime | None:
        """When it was published."""
        return item.publish_at

    def item_updateddate(self, item: Article) -> datetime:
        """When it was last changed."""
        return item.changed_at

    def item_categories(self, item: Article) -> list[str]:
        """Its tags."""
        return [tag.name for tag in item.tags.all()]


app_name = "articles"
urlpatterns = [
    path("", index, name="index"),
    path("feed/", require_safe(conditional_page(ArticleFeed())), name="feed"),
    path("<slug:slug>/", article, name="article"),
]
