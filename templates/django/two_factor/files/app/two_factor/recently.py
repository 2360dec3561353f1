"""Whether it is still the same person at the keyboard."""

import time

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

FIVE_MINUTES = 300
"""Seconds."""


def logged_in_recently(request: HttpRequest) -> bool:
    """Whether somebody has logged in, or said the password once more, within five minutes."""
    records = get_authentication_records(request, request.user)
    return any(time.time() - record["at"] < FIVE_MINUTES for record in records)
