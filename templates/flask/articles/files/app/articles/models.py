from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Select, String, Table, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from app.articles.markdown import to_html
from app.extensions import db
from app.timestamps import UTCDateTime, utcnow
from app.users.models import User


class Status(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"


articles_tags = Table(
    "articles_tags",
    db.metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Tag(db.Model):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)


class Article(db.Model):
    __tablename__ = "articles"
    __table_args__ = (
        CheckConstraint("status in ('draft', 'review', 'published')", name="status"),
        CheckConstraint("status != 'published' or publish_at is not null", name="publish_at_if_published"),
        Index(None, "status", "publish_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    summary: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    status: Mapped[str] = mapped_column(String(20), default=Status.DRAFT)
    publish_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow, onupdate=utcnow)

    author: Mapped[User | None] = relationship()
    tags: Mapped[list[Tag]] = relationship(secondary=articles_tags, order_by=Tag.name)

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED and self.publish_at is not None and self.publish_at <= utcnow()

    @property
    def modified_at(self) -> datetime:
        """When readers last saw it change."""
        return max(self.updated_at, self.publish_at or self.updated_at)

    def body_html(self) -> str:
        return to_html(self.body)


def published() -> Select[tuple[Article]]:
    """Return the query for the articles that everybody may read now, the newest first."""
    return (
        select(Article)
        .where(Article.status == Status.PUBLISHED, Article.publish_at <= utcnow())
        .order_by(Article.publish_at.desc(), Article.id.desc())
        .options(joinedload(Article.author), selectinload(Article.tags))
    )


def get_tags(names: list[str]) -> list[Tag]:
    """Return the tags with these names, new ones where there are none."""
    found = {tag.name: tag for tag in db.session.scalars(select(Tag).where(Tag.name.in_(names)))}
    return [found.get(name) or Tag(name=name) for name in dict.fromkeys(names)]
