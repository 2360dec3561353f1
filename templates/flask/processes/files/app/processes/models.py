"""Departments, who is in them, their requests, and the steps that those took."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.processes.amounts import written
from app.processes.rules import State
from app.processes.sheets import LONGEST_TITLE
from app.timestamps import UTCDateTime, utcnow
from app.users.models import User

LONGEST_NAME = 100
LONGEST_COMMENT = 500


class Department(Base):
    """A part of the organisation, below another one or at the top."""

    __tablename__ = "process_departments"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("process_departments.id", ondelete="RESTRICT"), index=True)


class Seat(Base):
    """In which department somebody is; nobody is in two."""

    __tablename__ = "process_seats"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey(Department.id, ondelete="RESTRICT"), index=True)


class PurchaseRequest(Base):
    """That somebody asks for money, in the name of a department."""

    __tablename__ = "process_requests"
    __table_args__ = (
        CheckConstraint("cents > 0", name="an_amount_is_above_zero"),
        CheckConstraint("state in ('draft', 'submitted', 'approved', 'rejected')", name="a_state_is_one_of_ours"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    cents: Mapped[int] = mapped_column(BigInteger)
    department_id: Mapped[int] = mapped_column(ForeignKey(Department.id, ondelete="RESTRICT"), index=True)
    requester_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=State.DRAFT)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow, onupdate=utcnow)

    department: Mapped[Department] = relationship()
    requester: Mapped[User | None] = relationship()

    @property
    def amount(self) -> str:
        """The amount as it is written."""
        return written(self.cents)


class Step(Base):
    """What somebody has done to a request; it is never changed, and outlives the account."""

    __tablename__ = "process_steps"
    __table_args__ = (
        UniqueConstraint("request_id", "person_id", "action"),
        CheckConstraint("action in ('submitted', 'approved', 'rejected')", name="an_action_is_one_of_ours"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey(PurchaseRequest.id, ondelete="RESTRICT"))
    action: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int]
    who: Mapped[str] = mapped_column(String(254))
    comment: Mapped[str] = mapped_column(String(LONGEST_COMMENT), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
