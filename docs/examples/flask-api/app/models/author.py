import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app import timestamps
from app.extensions import db


class Author(timestamps.TimestampMixin, db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    born: Mapped[dt.date | None]

    def __str__(self) -> str:
        return self.name
