import re
from datetime import UTC, datetime
from typing import Any

from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import DateTimeLocalField, Field, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional, Regexp

from app.articles.models import Article
from app.extensions import db

# The feed is XML, which has no place for control characters.
PRINTABLE = Regexp(r"[^\x00-\x1f\ufffe\uffff]*\Z", message="Remove the control characters.")
SLUG = Regexp(r"[a-z0-9]+(-[a-z0-9]+)*\Z", message="Use small letters, digits and hyphens.")


def strip(text: str | None) -> str:
    return (text or "").strip()


class TagsField(StringField):
    """Names with commas between them."""

    def _value(self) -> str:
        return ", ".join(self.data or [])

    def process_formdata(self, valuelist: list[str]) -> None:
        names = (name.strip().lower() for name in ",".join(valuelist).split(","))
        self.data = [name for name in names if name]


class ArticleForm(FlaskForm):
    title = StringField(filters=[strip], validators=[DataRequired(), Length(max=200), PRINTABLE])
    slug = StringField("Address", validators=[DataRequired(), Length(max=100), SLUG])
    summary = StringField(
        description="One or two sentences for lists, the feed and search engines.",
        filters=[strip],
        validators=[DataRequired(), Length(max=300), PRINTABLE],
    )
    body = TextAreaField(
        "Text",
        description="In Markdown.",
        render_kw={"rows": 16},
        validators=[DataRequired(), Length(max=100_000), Regexp(r"[^\x00]*\Z")],
    )
    tags = TagsField(description="With commas between them.")
    publish_at = DateTimeLocalField(
        "Public from (UTC)",
        description="If empty, when it is published.",
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        validators=[Optional()],
    )

    def __init__(self, article: Article, **kwargs: Any) -> None:
        values = {name: getattr(article, name) for name in ("title", "slug", "summary", "body", "publish_at")}
        super().__init__(data=values | {"tags": [tag.name for tag in article.tags]}, **kwargs)
        self.article = article

    def validate_slug(self, field: Field) -> None:
        others = select(Article.id).where(Article.slug == field.data, Article.id != self.article.id)
        if db.session.scalar(others):
            raise ValidationError("Another article has this address.")

    def validate_tags(self, field: Field) -> None:
        if any(not re.fullmatch(r"[\w -]{1,40}", name) for name in field.data):
            raise ValidationError("A tag has up to 40 letters, digits, spaces and hyphens.")

    def validate_publish_at(self, field: Field) -> None:
        if field.data and field.data.year < datetime.now(UTC).year - 50:
            raise ValidationError("This is too long ago.")
