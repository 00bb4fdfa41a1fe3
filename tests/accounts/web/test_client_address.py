"""The address that limits count by is what our own proxies saw, never what a sender writes."""

import pytest
from django.test import RequestFactory

from accounts.web.client_address import client_address, client_network

CONNECTION = "198.51.100.1"


def request(forwarded: str | None, connection: str = CONNECTION):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=connection, **headers)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, CONNECTION),
        (0, "203.0.113.7", CONNECTION),
        (1, None, CONNECTION),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "10.0.0.1, 203.0.113.7", "203.0.113.7"),
        (1, "10.0.0.1,10.0.0.2,203.0.113.7:4711", "203.0.113.7"),
        (2, "10.0.0.1, 203.0.113.7, 192.0.2.9", "203.0.113.7"),
        (2, "203.0.113.7", CONNECTION),
        (1, "10.0.0.1, nonsense", CONNECTION),
        (1, "203.0.113.7\t", "203.0.113.7"),
        (1, "", CONNECTION),
        (1, "[2001:db8::1]:443", "2001:db8::1"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_the_hop_of_the_farthest_own_proxy(
    settings, proxies: int, forwarded: str | None, address: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert client_address(request(forwarded)) == address


def test_ipv6_is_counted_by_its_network(settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    near, far = ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"), "2001:db8:1:3::1"
    assert {client_network(request(None, one)) for one in near} == {"2001:db8:1:2::/64"}
    assert client_network(request(None, far)) == "2001:db8:1:3::/64"
    assert client_network(request(None, CONNECTION)) == CONNECTION
    assert client_network(request(None, "")) == ""
