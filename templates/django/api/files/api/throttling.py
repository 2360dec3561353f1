from rest_framework import throttling
from rest_framework.request import Request

from config.client_ip import client_network


class RateThrottle(throttling.UserRateThrottle):
    """Count the requests of a user, or those of an IPv4 address or /64 IPv6 network."""

    def get_ident(self, request: Request) -> str:
        return client_network(request)
