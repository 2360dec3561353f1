"""The form of an article."""

from datetime import UTC

from flask_security.forms import Form
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from wtforms import DateTimeLocalField, Field, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional, Regexp

from app.articles.models import Article
from app.articles.publishing import tags, untaken
from app.articles.states import State
from app.articles.texts import LONGEST_SLUG, RESERVED_SLUGS, readable, slug_of, tag_names
from app.extensions import db
from app.timestamps import utcnow

FIRST_YEAR = 2000


def cleaned(text: str | None) -> str:
    """What was typed, readable."""
    return readable(text or "")


class ArticleForm(Form):
    """What writers say of an article."""

    title = StringField(filters=[cleaned], validators=[DataRequired(), Length(max=200)])
    slug = StringField(
        filters=[cleaned],
        validators=[
            Optional(),
            Length(max=LONGEST_SLUG),
            Regexp(r"[a-z0-9]+(-[a-z0-9]+)*\Z", message="Use small letters, digits and hyphens."),
        ],
    )
    summary = StringField(filters=[cleaned], validators=[DataRequired(), Length(max=300)])
    body = TextAreaField(filters=[cleaned], validators=[DataRequired(), Length(max=100_000)])
    tags = StringField(filters=[cleaned], validators=[Length(max=500)])
    publish_at = DateTimeLocalField(format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], validators=[Optional()])

    def __init__(self, article: Article) -> None:
        said = {name: getattr(article, name) for name in ("title", "slug", "summary", "body", "publish_at")}
        super().__init__(data=said | {"tags": ", ".join(tag.name for tag in article.tags)})
        self.article = article

    def validate_slug(self, field: Field) -> None:
        """`ValidationError` where something else lies at the address."""
        others = select(Article.id).where(Article.slug == field.data, Article.id != self.article.id)
        if field.data in RESERVED_SLUGS or db.session.scalar(others):
            raise ValidationError("This address is taken.")

    def validate_tags(self, field: Field) -> None:
        """`ValidationError` where there are too many, or one is too long."""
        try:
            tag_names(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def validate_publish_at(self, field: Field) -> None:
        """`ValidationError` for a time before there was anything to publish."""
        if field.data and field.data.year < FIRST_YEAR:
            raise ValidationError(f"Choose a time from the year {FIRST_YEAR} on.")

    def save(self) -> bool:
        """Whether the article is kept as it was written: not where somebody took the address at the last moment."""
        article = self.article
        for name in ("title", "summary", "body"):
            setattr(article, name, getattr(self, name).data)
        article.slug = self.slug.data or article.slug or untaken(slug_of(article.title))
        article.publish_at = self.publish_at.data and self.publish_at.data.replace(tzinfo=UTC)
        if article.state == State.PUBLISHED:
            article.publish_at = article.publish_at or utcnow()
        article.tags = tags(tag_names(self.tags.data))
        article.updated_at = utcnow()
        db.session.add(article)
        try:
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
            self.slug.errors = ["Somebody has saved the like at this very moment. Please save again."]
            return False
        return True
