"""The audiences of routes that other packages bring; our own views carry theirs themselves."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver

from accounts.access import Audience, audience_of

# By the beginning of the route's full path; the longest match holds.
THIRD_PARTY: dict[str, Audience] = {
    "accounts/": Audience("public"),
    "accounts/email/": Audience("signed_in"),
    "accounts/password/change/": Audience("signed_in"),
    "accounts/password/set/": Audience("signed_in"),
    "accounts/logout/": Audience("public"),
    "accounts/reauthenticate/": Audience("signed_in"),
    "accounts/phone/change/": Audience("signed_in"),
    "accounts/2fa/": Audience("signed_in"),
    "accounts/2fa/authenticate/": Audience("public"),
    "accounts/2fa/webauthn/login/": Audience("public"),
    "accounts/sessions/": Audience("signed_in"),
    "i18n/setlang/": Audience("public"),
    "office/admin/": Audience("staff", "accounts.read_admin"),
}


def walk(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every route of the site with its full path."""
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route, entry


def audience_of_route(route: str, pattern: URLPattern) -> Audience | None:
    """Return whom a route is for: what its view says, else what this table says."""
    own = audience_of(pattern.callback)
    if own is not None:
        return own
    matches = [prefix for prefix in THIRD_PARTY if route.startswith(prefix)]
    return THIRD_PARTY[max(matches, key=len)] if matches else None


def guard_third_party(patterns: list[Any]) -> None:
    """Refuse to start with a route that nobody has said whom it is for."""
    without = [route for route, pattern in walk(patterns) if audience_of_route(route, pattern) is None]
    if without:
        raise RuntimeError(f"Routes without an audience: {', '.join(sorted(without))}")
