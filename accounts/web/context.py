"""What every template may use without asking."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts import clock
from accounts.web.navigation import office_navigation
from accounts.web.request_context import current_request_id


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
        "office_navigation": lambda: office_navigation(user) if user is not None else [],
    }
