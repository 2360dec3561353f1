"""The people who can log in, by their e-mail address: to change this later on, with data in the tables, would be hard."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac


class UserManager(BaseUserManager["User"]):
    """Makes people."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """The address as it is stored and looked for: in lower case."""
        return (email or "").strip().lower()

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Somebody new; without a password nobody can log in as them."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Somebody new who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can log in."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField("active", default=True, help_text="Nobody can log in who is not.")
    is_staff = models.BooleanField("staff", default=False, help_text="Whether the pages of the staff are open.")
    date_joined = models.DateTimeField("joined", default=timezone.now)
    sessions_ended = models.PositiveIntegerField(default=0, editable=False, help_text="How often all were ended.")

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        """The table."""

        constraints = (models.CheckConstraint(condition=models.Q(email=Lower("email")), name="email_is_in_lower_case"),)

    def clean(self) -> None:
        """Bring what a form took into the shape in which it is stored."""
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)

    def end_sessions(self) -> None:
        """Log this person out, wherever they are logged in."""
        self.sessions_ended += 1
        self.save(update_fields=["sessions_ended"])

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What a session has to know: another password ends it, and so does `end_sessions`."""
        value = f"{self.password} {self.sessions_ended}"
        return salted_hmac("users.models.User", value, secret=secret, algorithm="sha256").hexdigest()
