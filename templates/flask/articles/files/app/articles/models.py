"""Articles, their tags, and the steps that they took."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.articles.states import State
from app.extensions import Base
from app.timestamps import UTCDateTime, utcnow
from app.users.models import User

articles_tags = Table(
    "articles_tags",
    Base.metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("article_tags.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class ArticleTag(Base):
    """What articles are about, in a word or two of small letters."""

    __tablename__ = "article_tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)


class Article(Base):
    """A text for everybody, once it is published and its time has come."""

    __tablename__ = "articles"
    __table_args__ = (
        CheckConstraint("state in ('draft', 'review', 'published')", name="state"),
        CheckConstraint("state != 'published' or publish_at is not null", name="published_at_some_time"),
        Index(None, "state", "publish_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    summary: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(20), default=State.DRAFT)
    publish_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    """When the text was last changed."""

    author: Mapped[User | None] = relationship()
    tags: Mapped[list[ArticleTag]] = relationship(secondary=articles_tags, order_by=ArticleTag.name)

    @property
    def changed_at(self) -> datetime:
        """When readers saw it change last: it was published, or its text was changed."""
        return max(self.updated_at, self.publish_at or self.updated_at)

    @property
    def is_scheduled(self) -> bool:
        """Whether it is published, and its time has not come."""
        return self.state == State.PUBLISHED and self.publish_at is not None and self.publish_at > utcnow()


class ArticleStep(Base):
    """A change of state: who, when, and between which states. It is never changed itself."""

    __tablename__ = "article_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    before: Mapped[str] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)

    person: Mapped[User | None] = relationship()
