"""Who a request comes from, where a proxy stands in front: gunicorn asks the proxy for the scheme, and we for the address."""

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class TrustedProxies:
    """WSGI middleware that puts the visitor's address into `REMOTE_ADDR`, where a proxy of ours tells it.

    `trusted` holds addresses and networks with commas between them, or `*` for whoever speaks to us. What others say of
    themselves in `X-Forwarded-For` counts for nothing, so that nobody escapes a limit with it. An IPv4 address in IPv6,
    such as `::ffff:192.0.2.1`, becomes IPv4.
    """

    def __init__(self, application: "WSGIApplication", trusted: str) -> None:
        self.application = application
        self.anybody = trusted.strip() == "*"
        self.networks = (
            [] if self.anybody else [ip_network(part.strip()) for part in trusted.split(",") if part.strip()]
        )

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """The application's answer."""
        environ["REMOTE_ADDR"] = _as_ipv4(environ.get("REMOTE_ADDR", ""))
        if self.anybody or self._trusts(environ["REMOTE_ADDR"]):
            environ["REMOTE_ADDR"] = self._visitor(environ)
        return self.application(environ, start_response)

    def _visitor(self, environ: "WSGIEnvironment") -> str:
        """The nearest address that is not a proxy of ours, read from our end of the list."""
        nearest = str(environ.get("REMOTE_ADDR", ""))
        for hop in reversed(environ.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            if not _is_address(hop.strip()):
                break
            nearest = _as_ipv4(hop.strip())
            if not self._trusts(nearest):
                break
        return nearest

    def _trusts(self, address: str) -> bool:
        return _is_address(address) and any(ip_address(address) in network for network in self.networks)


def _as_ipv4(text: str) -> str:
    read = ip_address(text) if _is_address(text) else None
    return str(read.ipv4_mapped or text) if isinstance(read, IPv6Address) else text


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
