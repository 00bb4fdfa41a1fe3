"""How often one network address may ask for something that needs no login."""

from django.core.cache import cache
from django.http import HttpRequest

from accounts import clock
from accounts.web.client_address import client_network


def asks_too_often(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count this request and say whether its network has asked more than `most` times in the current window.

    Counted in the shared cache; rivals on several machines may pass by a few. Nothing of the address is kept longer
    than the window.
    """
    window = int(clock.now().timestamp()) // seconds
    key = f"throttle:{what}:{client_network(request)}:{window}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) > most
    except ValueError:
        # The window ended between the two calls.
        return False
