from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest


def client_network(request: HttpRequest) -> str:
    """Return the client's IPv4 address or /64 IPv6 network, which limits count as one.

    Return "unknown" for anything but an IP address, such as a Unix socket.
    """
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((int(address), 64), strict=False))
    return str(address)
