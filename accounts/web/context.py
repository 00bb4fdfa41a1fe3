"""What every template may use without asking."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import clock
from accounts.dealers.queries import membership_of
from accounts.queries import count_unread
from accounts.web.navigation import office_navigation
from accounts.web.request_context import current_request_id
from accounts.web.session_guard import is_second_factor_waived


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the site-wide variables; navigation is lazy, so public pages ask the database nothing."""
    user = getattr(request, "user", None)
    return {
        "is_demo": settings.IS_DEMO,
        "request_id": current_request_id(),
        "theme": request.COOKIES.get("theme", "auto")
        if request.COOKIES.get("theme") in ("light", "dark")
        else "auto",
        "business_date": clock.today,
        "unread_messages": _count_unread(user),
        "owns_dealer": _owns_dealer(request, user),
        "is_second_factor_waived": user is not None and is_second_factor_waived(user),
        "office_navigation": lambda: office_navigation(user) if user is not None else [],
    }


def _owns_dealer(request: HttpRequest, user: Any) -> Any:
    """Tell whether a dealer's login is its owner's; the dealer's own pages have looked already."""
    if getattr(user, "kind", "") != "dealer":
        return False

    def look() -> bool:
        member = request.membership if hasattr(request, "membership") else membership_of(user)
        return member is not None and member.is_owner

    return SimpleLazyObject(look)


def _count_unread(user: Any) -> Any:
    """Count a customer's or a dealer's unread messages where a template asks, once a page."""
    if getattr(user, "kind", "") not in ("customer", "dealer"):
        return 0
    return SimpleLazyObject(lambda: count_unread(user))
