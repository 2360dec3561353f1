"""Articles, their tags, and the steps that they took."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from app.articles.states import State
from users.models import User


class ArticleTag(models.Model):
    """What articles are about, in a word or two of small letters."""

    name = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


class Article(models.Model):
    """A text for everybody, once it is published and its time has come."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True)
    summary = models.CharField(max_length=300)
    body = models.TextField()
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="articles")
    state = models.CharField(
        max_length=20, choices=[(state.value, state.value) for state in State], default=State.DRAFT
    )
    publish_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now, help_text="When the text was last changed.")
    tags = models.ManyToManyField(ArticleTag, blank=True, related_name="articles")

    class Meta:
        """The table, and what else than to read and write there is a right to."""

        constraints = (
            models.CheckConstraint(condition=Q(state__in=["draft", "review", "published"]), name="article_state"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(publish_at__isnull=False), name="article_published_at_some_time"
            ),
        )
        indexes = (models.Index(fields=["state", "publish_at"], name="article_state_publish_at"),)
        permissions = (("publish_article", "Can publish article"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where everybody can read it."""
        return f"/articles/{self.slug}/"

    @property
    def changed_at(self) -> datetime:
        """When readers saw it change last: it was published, or its text was changed."""
        return max(self.updated_at, self.publish_at or self.updated_at)

    @property
    def is_scheduled(self) -> bool:
        """Whether it is published, and its time has not come."""
        return self.state == State.PUBLISHED and self.publish_at is not None and self.publish_at > timezone.now()


class ArticleStep(models.Model):
    """A change of state: who, when, and between which states. It is never changed itself."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="steps")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
