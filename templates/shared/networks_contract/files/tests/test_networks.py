"""Which addresses limits count together."""

from app.networks import network_of


def test_addresses_of_an_ipv6_network_are_counted_together() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff:2") == "2001:db8::/64"
    assert network_of("2001:db8:0:1::1") != network_of("2001:db8::1")
    assert network_of("fe80::1%eth0") == "fe80::/64"


def test_other_addresses_are_counted_as_they_are() -> None:
    assert [network_of(text) for text in ("192.0.2.1", "", "unix")] == ["192.0.2.1", "", "unix"]
