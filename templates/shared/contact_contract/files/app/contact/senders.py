"""Who sends messages, as far as we want to know: enough to count them, too little to find anybody by."""

import hmac
import re
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

MOST = 5
WITHIN = timedelta(hours=1)
"""Somebody may send this many messages in that time."""

NOT_TEXT = re.compile("[^\n\t\x20-\x7e\xa0-\ud7ff\ue000-\U0010ffff]")


def sender_of(address: str, secret: str) -> str:
    """A sender's address on the network, hashed; of IPv6 the part that a household shares."""
    try:
        read = ip_address(address)
    except ValueError:
        known = address
    else:
        known = str(ip_network((read, 64), strict=False) if isinstance(read, IPv6Address) else read)
    return hmac.digest(secret.encode(), f"contact {known}".encode(), "sha256").hex()


def readable(text: str) -> str:
    """The text without control characters, which a terminal would obey; lines end alike."""
    return NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def in_one_line(text: str) -> str:
    """The same, without the ends of lines."""
    return " ".join(readable(text).split())
