from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles.markdown import to_html

PRINTABLE = RegexValidator(r"[\x00-\x1f\ufffe\uffff]", "Remove the control characters.", inverse_match=True)
"""The feed is XML, which has no place for control characters."""


class Tag(models.Model):
    name = models.SlugField(max_length=40, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        """Return the articles that everybody may read now."""
        return self.filter(status=Article.Status.PUBLISHED, publish_at__lte=timezone.now())


class Article(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        REVIEW = "review", "In review"
        PUBLISHED = "published", "Published"

    title = models.CharField(max_length=200, validators=[PRINTABLE])
    slug = models.SlugField(max_length=100, unique=True)
    summary = models.CharField(
        max_length=300,
        validators=[PRINTABLE],
        help_text="One or two sentences for lists, the feed and search engines.",
    )
    body = models.TextField("text", max_length=100_000, help_text="In Markdown.")
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="articles"
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    publish_at = models.DateTimeField(null=True, blank=True, help_text="If empty, when it is published.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ("-publish_at", "-pk")
        indexes = (models.Index(fields=["status", "publish_at"], name="article_status_publish_at"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(status="published") | Q(publish_at__isnull=False), name="article_publish_at_if_published"
            ),
        )
        permissions = (("publish_article", "Can publish article"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("articles:detail", args=[self.slug])

    @property
    def is_published(self) -> bool:
        return (
            self.status == self.Status.PUBLISHED and self.publish_at is not None and self.publish_at <= timezone.now()
        )

    @property
    def modified_at(self) -> datetime:
        """When readers last saw it change."""
        return max(self.updated_at, self.publish_at or self.updated_at)

    def body_html(self) -> str:
        return to_html(self.body)
