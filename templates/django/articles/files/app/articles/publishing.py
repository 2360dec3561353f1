"""What is done with articles: found, moved on, and tagged."""

from django.db import transaction
from django.db.models import DateTimeField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from app.articles.models import Article, ArticleStep, ArticleTag
from app.articles.states import Arrow, State
from app.articles.texts import free_slug
from users.models import User


def public_articles(tag: str = "") -> QuerySet[Article]:
    """What everybody may read, the latest first; where a tag is named, only that."""
    found = Article.objects.filter(state=State.PUBLISHED, publish_at__lte=timezone.now())
    tagged = found.filter(tags__name=tag) if tag else found
    return tagged.order_by("-publish_at", "-pk").select_related("author").prefetch_related("tags")


def move(article: Article, arrow: Arrow, person: User) -> bool:
    """Whether the article went along the arrow: not where it is in another state, perhaps since a moment ago."""
    values: dict[str, object] = {"state": arrow.after}
    if arrow.after == State.PUBLISHED:
        values["publish_at"] = Coalesce("publish_at", Value(timezone.now()), output_field=DateTimeField())
    with transaction.atomic():
        moved = Article.objects.filter(pk=article.pk, state=arrow.before).update(**values)
        if moved:
            ArticleStep.objects.create(article=article, person=person, before=arrow.before, after=arrow.after)
    return bool(moved)


def tags(names: list[str]) -> list[ArticleTag]:
    """The tags of these names, new ones for those that are not there yet."""
    return [ArticleTag.objects.get_or_create(name=name)[0] for name in names]


def untaken(slug: str) -> str:
    """The slug, with a number behind it where other articles have it already."""
    taken = Article.objects.filter(slug__startswith=slug[:90]).values_list("slug", flat=True)
    return free_slug(slug, set(taken))
