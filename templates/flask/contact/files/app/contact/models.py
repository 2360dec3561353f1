"""What visitors wrote."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base
from app.moments import Moment, now


class Message(Base):
    """A message of the contact form; `sender` says which of them came from one address."""

    __tablename__ = "contact_messages"
    __table_args__ = (Index(None, "sender", "sent_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(Moment, default=now)
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254))
    text: Mapped[str] = mapped_column(Text)
    sender: Mapped[str] = mapped_column(String(64))
