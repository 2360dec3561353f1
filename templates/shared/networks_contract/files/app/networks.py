"""Whose address a limit counts."""

from ipaddress import IPv6Address, ip_address, ip_network

SUBSCRIBER = 64
"""Bits of an IPv6 address that a provider gives to a subscriber, who chooses the others."""


def network_of(address: str) -> str:
    """Return what limits count an address as: an IPv6 address as its network, any other text as it is."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((int(read), SUBSCRIBER), strict=False)) if isinstance(read, IPv6Address) else address
