"""What a payment provider with a hosted checkout page must offer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, cast

from django.conf import settings
from django.http import Http404
from django.utils.module_loading import import_string

from payments.models import Payment


class ProviderError(Exception):
    """The provider is not available, refused a request, or sent an event that is not genuine."""


@dataclass(frozen=True)
class Event:
    reference: str
    succeeded: bool


class Provider(Protocol):
    def start(self, payment: Payment, return_url: str) -> str:
        """Return the URL of a checkout page that asks for the total of the order."""

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> Event | None:
        """Return the event in a webhook request, or None if it is of no interest.

        Raise ProviderError unless the signature is right.
        """


def get_provider() -> Provider:
    """Return the provider that PAYMENT_PROVIDER names; raise Http404 if there is none."""
    if not settings.PAYMENT_PROVIDER:
        raise Http404
    return cast("Provider", import_string(settings.PAYMENT_PROVIDER)())
