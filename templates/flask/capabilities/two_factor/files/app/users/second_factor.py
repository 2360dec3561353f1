"""The second factor of a person, as stored."""

# mypy: disable-error-code="assignment"
# Flask-Security declares its attributes as plain types, and here they are columns.

from sqlalchemy import JSON, BigInteger, String
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column


class SecondFactor:
    """Columns of a person; the secret and the codes are encrypted."""

    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_last_counter: Mapped[int | None] = mapped_column(BigInteger)
    """The half-minute whose code was used last; none is used twice."""
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON))
