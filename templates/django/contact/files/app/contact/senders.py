"""Who sends messages, as far as we want to know: enough to count them, too little to find anybody by."""

import hmac
import re
from datetime import timedelta

from app.networks import network_of

MOST = 5
WITHIN = timedelta(hours=1)
"""Somebody may send this many messages in that time."""

NOT_TEXT = re.compile("[^\n\t\x20-\x7e\xa0-\ud7ff\ue000-\U0010ffff]")


def sender_of(address: str, secret: str) -> str:
    """A sender's address on the network, hashed; of IPv6 the part that a household shares."""
    return hmac.digest(secret.encode(), f"contact {network_of(address)}".encode(), "sha256").hex()


def readable(text: str) -> str:
    """The text without control characters, which a terminal would obey; lines end alike."""
    return NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def in_one_line(text: str) -> str:
    """The same, without the ends of lines."""
    return " ".join(readable(text).split())
