import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import timestamps
from app.extensions import db

if TYPE_CHECKING:
    from app.models.author import Author


class Book(timestamps.TimestampMixin, db.Model):
    __table_args__ = (sa.CheckConstraint(sa.column("price") >= Decimal("0.00"), name="price"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    isbn: Mapped[str | None] = mapped_column(sa.String(13), unique=True)
    published: Mapped[dt.date | None] = mapped_column(index=True)
    price: Mapped[Decimal] = mapped_column(sa.Numeric(8, 2), default=Decimal("0.00"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("author.id", ondelete="RESTRICT"), index=True)
    author: Mapped["Author"] = relationship()

    def __str__(self) -> str:
        return self.title
