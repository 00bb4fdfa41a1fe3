"""The inner doors of the dealer's pages: which dealer somebody works for, and what only the owner opens."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from accounts.access import PersonRequest
from accounts.dealers.queries import membership_of
from accounts.models import DealerMember

View = Callable[..., HttpResponseBase]


def membership_at(request: PersonRequest) -> DealerMember | None:
    """Return for which dealer the person works, and keep it for the navigation of the page."""
    request.membership = membership_of(request.user)
    return request.membership


def for_member(view: View) -> View:
    """Hand the membership to the view; a login that works for no dealer is led to the page that says so."""

    @wraps(view)
    def opened(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        member = membership_at(request)
        return redirect("dealer_home") if member is None else view(request, member, *args, **kwargs)

    return opened


def for_owner(view: View) -> View:
    """The same for what only the owner opens: members, settlement account, wallet, contract."""

    @wraps(view)
    def opened(request: PersonRequest, member: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not member.is_owner:
            raise PermissionDenied
        return cast(HttpResponse, view(request, member, *args, **kwargs))

    return for_member(opened)
