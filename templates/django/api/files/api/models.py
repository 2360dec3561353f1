from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken


class Token(AbstractAuthToken):
    """A token of the API. The database has its hash only."""

    name = models.CharField(_("name"), max_length=100, blank=True)
    can_write = models.BooleanField(_("can write"), default=True)

    def __str__(self) -> str:
        return self.name or self.token_key
