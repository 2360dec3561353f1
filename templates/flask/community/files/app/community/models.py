"""Profiles, what they write, and what they have to do with each other."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from app.extensions import Base
from app.timestamps import UTCDateTime, utcnow

LONGEST_HANDLE = 30
LONGEST_BIO = 300
LONGEST_POST = 500
LONGEST_REASON = 300


class Profile(Base):
    """What others see of a person; the handle names it, as in /@ada/."""

    __tablename__ = "community_profiles"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    handle: Mapped[str] = mapped_column(String(LONGEST_HANDLE), unique=True)
    bio: Mapped[str] = mapped_column(String(LONGEST_BIO), default="")

    def __str__(self) -> str:
        """The handle as it is written."""
        return f"@{self.handle}"


class Follow(Base):
    """That somebody wants to read what another writes."""

    __tablename__ = "community_follows"
    __table_args__ = (CheckConstraint("follower_id != followed_id", name="nobody_follows_themselves"),)

    follower_id: Mapped[int] = mapped_column(ForeignKey(Profile.id, ondelete="CASCADE"), primary_key=True)
    followed_id: Mapped[int] = mapped_column(ForeignKey(Profile.id, ondelete="CASCADE"), primary_key=True, index=True)


class Block(Base):
    """That two do not see each other, since one of them wants it so."""

    __tablename__ = "community_blocks"
    __table_args__ = (CheckConstraint("blocker_id != blocked_id", name="nobody_blocks_themselves"),)

    blocker_id: Mapped[int] = mapped_column(ForeignKey(Profile.id, ondelete="CASCADE"), primary_key=True)
    blocked_id: Mapped[int] = mapped_column(ForeignKey(Profile.id, ondelete="CASCADE"), primary_key=True, index=True)


class Post(Base):
    """What somebody has written; moderators may have hidden it."""

    __tablename__ = "community_posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(Profile.id, ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(LONGEST_POST))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    author: Mapped[Profile] = relationship()
    reports: Mapped[list["Report"]] = relationship(lambda: Report, order_by=lambda: Report.id, viewonly=True)
    like_count: Mapped[int] = query_expression()
    is_liked: Mapped[bool] = query_expression()


class Like(Base):
    """That somebody likes a post."""

    __tablename__ = "community_likes"

    post_id: Mapped[int] = mapped_column(ForeignKey(Post.id, ondelete="CASCADE"), primary_key=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey(Profile.id, ondelete="CASCADE"), primary_key=True, index=True)


class Decision(StrEnum):
    """What a moderator may decide."""

    HIDDEN = "hidden"
    DISMISSED = "dismissed"


class Report(Base):
    """That somebody wants a post to be looked at; it is open until a moderator decides."""

    __tablename__ = "community_reports"
    __table_args__ = (
        UniqueConstraint("post_id", "reporter_id"),
        CheckConstraint("decision in ('hidden', 'dismissed')", name="decision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey(Post.id, ondelete="CASCADE"))
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey(Profile.id, ondelete="SET NULL"), index=True)
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    decision: Mapped[str | None] = mapped_column(String(10))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    reporter: Mapped[Profile | None] = relationship()
