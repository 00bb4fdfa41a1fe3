"""Where a request comes from: the hop that our own proxies saw, whatever the sender claims."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

# A household's IPv6 connection is a whole network: counting single addresses would count nothing.
IPV6_NETWORK_BITS = 64


def client_address(request: HttpRequest) -> str:
    """Return the address of the client, empty where there is none.

    Of X-Forwarded-For only the hop that the farthest of our own proxies wrote is read, counted from the end; what
    stands before it is the sender's word. Without proxies of our own, or with fewer hops, it is the connection.
    """
    count = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    forwarded = _address(hops[-count]) if 0 < count <= len(hops) else ""
    return forwarded or _address(request.META.get("REMOTE_ADDR", ""))


def client_network(request: HttpRequest) -> str:
    """Return what limits are counted by: the IPv4 address, or the network of an IPv6 address."""
    address = client_address(request)
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address}/{IPV6_NETWORK_BITS}", strict=False))


def _address(text: str) -> str:
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return ""
    return str(getattr(found, "ipv4_mapped", None) or found)
