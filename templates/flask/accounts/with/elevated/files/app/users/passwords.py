from typing import Any

import flask_security

LONGEST_JUDGED = 72
"""Characters that zxcvbn takes."""


class PasswordUtil(flask_security.PasswordUtil):
    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        """Return what is wrong with a new password, if anything, and the password; its beginning is judged."""
        normalized = self.normalize(password)
        problems, _ = super().validate(normalized[:LONGEST_JUDGED], is_register, **kwargs)
        return problems, normalized
