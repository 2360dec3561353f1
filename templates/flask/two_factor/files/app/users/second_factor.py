"""The second factor of a user, and the roles that a session without it lacks."""

# mypy: disable-error-code="assignment"
# Flask-Security declares its attributes as plain types, and here they are columns.

from typing import TYPE_CHECKING, Any

from flask import has_request_context, session
from flask_security import RoleMixin, current_user
from sqlalchemy import JSON, BigInteger, String
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column

SECOND_FACTOR_OF = "second_factor_of"
"""The session's key for the id of the user whose second factor it has proven."""


class SecondFactor:
    """Columns of a user; the secret and the recovery codes are encrypted."""

    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_last_counter: Mapped[int | None] = mapped_column(BigInteger)
    """The period of the last code; none is valid twice."""
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON))

    if TYPE_CHECKING:
        id: Mapped[int]
        roles: Mapped[list[Any]]

    @property
    def counting_roles(self) -> list[RoleMixin]:
        """Return the roles that count: those above member only if the session has proven the second factor."""
        return [role for role in self.roles if role.name == "member" or not self.lacks_second_factor]

    @property
    def lacks_second_factor(self) -> bool:
        """Return whether this is the current user, and the session has proven a password only."""
        if not has_request_context() or getattr(current_user, "id", None) != self.id:
            return False
        return self.tf_totp_secret is None or session.get(SECOND_FACTOR_OF) != self.id

    def has_role(self, role: str | RoleMixin) -> bool:
        """Return whether the user has a role that counts."""
        return role in self.counting_roles or role in {held.name for held in self.counting_roles}

    def has_permission(self, permission: str) -> bool:
        """Return whether a role that counts has a permission."""
        return any(permission in role.get_permissions() for role in self.counting_roles)
