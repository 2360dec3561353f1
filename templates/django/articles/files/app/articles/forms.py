"""The form of an article."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import IntegrityError, transaction
from django.utils import timezone

from app.articles.models import Article
from app.articles.publishing import tags, untaken
from app.articles.states import State
from app.articles.texts import LONGEST_SLUG, RESERVED_SLUGS, readable, slug_of, tag_names

FIRST_YEAR = 2000


class ReadableField(forms.CharField):
    """A text that a feed can hold."""

    def to_python(self, value: Any) -> str:
        """What was typed, readable."""
        return readable(super().to_python(value) or "")


def line(**attributes: object) -> forms.TextInput:
    """A field of one line, which the browser does not fill in."""
    return forms.TextInput(attrs={"autocomplete": "off", **attributes})


class ArticleForm(forms.Form):
    """What writers say of an article."""

    title = ReadableField(max_length=200, widget=line())
    slug = ReadableField(
        label="Address",
        required=False,
        max_length=LONGEST_SLUG,
        validators=[RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", "Use small letters, digits and hyphens.")],
        help_text="Small letters, digits and hyphens; made of the title where you leave it empty.",
        widget=line(autocapitalize="none", spellcheck="false"),
    )
    summary = ReadableField(
        max_length=300, help_text="A sentence or two for lists, the feed and search engines.", widget=line()
    )
    body = ReadableField(
        label="Text", max_length=100_000, help_text="In Markdown.", widget=forms.Textarea(attrs={"rows": 16})
    )
    tags = ReadableField(
        required=False, max_length=500, help_text="With commas between them.", widget=line(autocapitalize="none")
    )
    publish_at = forms.DateTimeField(
        label="Public from (UTC)",
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        validators=[
            MinValueValidator(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), f"Choose a time from the year {FIRST_YEAR} on.")
        ],
        help_text="Leave it empty for the moment of publishing.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, article: Article, data: Any = None) -> None:
        said = {name: getattr(article, name) for name in ("title", "slug", "summary", "body", "publish_at")}
        tagged = article.tags.values_list("name", flat=True).order_by("name") if article.pk else []
        super().__init__(data, initial=said | {"tags": ", ".join(tagged)})
        self.article = article

    def clean_slug(self) -> str:
        """The address; `ValidationError` where something else lies there."""
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED_SLUGS or Article.objects.filter(slug=slug).exclude(pk=self.article.pk).exists():
            raise ValidationError("This address is taken.")
        return slug

    def clean_tags(self) -> list[str]:
        """The names of the tags; `ValidationError` where there are too many, or one is too long."""
        try:
            return tag_names(self.cleaned_data["tags"])
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def save(self) -> bool:
        """Whether the article is kept as it was written: not where somebody took the address at the last moment."""
        article, said = self.article, self.cleaned_data
        for name in ("title", "summary", "body", "publish_at"):
            setattr(article, name, said[name])
        article.slug = said["slug"] or article.slug or untaken(slug_of(article.title))
        if article.state == State.PUBLISHED:
            article.publish_at = article.publish_at or timezone.now()
        article.updated_at = timezone.now()
        try:
            with transaction.atomic():
                article.save()
                article.tags.set(tags(said["tags"]))
        except IntegrityError:
            self.add_error("slug", "Somebody has saved the like at this very moment. Please save again.")
            return False
        return True
