"""Who may open a page: every view carries exactly one of these audiences."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.acting import acting
from accounts.models import DealerMember, User

View = Callable[..., HttpResponseBase]


class PersonRequest(HttpRequest):
    """What a view receives once its audience let somebody signed in through."""

    user: User
    # For which dealer the person works, once a door of the dealer's pages has looked.
    membership: DealerMember | None


@dataclass(frozen=True)
class Audience:
    kind: str
    right: str = ""


def audience_of(view: Any) -> Audience | None:
    """Return the audience a view was declared for, None where it has none."""
    return getattr(view, "audience", None)


def _for(audience: Audience, check: Callable[[PersonRequest], None] | None) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if check is not None:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                check(cast(PersonRequest, request))
            if not audience.right:
                return view(request, *args, **kwargs)
            user: Any = request.user
            with acting(user.pk, user.stands_in_for(audience.right)):
                return view(request, *args, **kwargs)

        guarded.audience = audience  # type: ignore[attr-defined]  # a mark on the function, read by audience_of
        return guarded

    return decorate


def _is_customer(request: PersonRequest) -> None:
    if not request.user.is_customer:
        raise PermissionDenied


def _is_dealer(request: PersonRequest) -> None:
    if request.user.kind != "dealer":
        raise PermissionDenied


def public(view: View) -> View:
    """Anyone may open it."""
    return _for(Audience("public"), None)(view)


def customer(view: View) -> View:
    """Signed-in customers; what they open must still be theirs (policies)."""
    return _for(Audience("customer"), _is_customer)(view)


def dealer_member(view: View) -> View:
    """Signed-in members of a dealer."""
    return _for(Audience("dealer"), _is_dealer)(view)


def signed_in(view: View) -> View:
    """Anybody with a login, of whatever kind."""
    return _for(Audience("signed_in"), lambda request: None)(view)


def machine(view: View) -> View:
    """Another machine, which proves itself inside the view by a signature or a token."""
    return _for(Audience("machine"), None)(view)


def any_staff(view: View) -> View:
    """Everybody who works here; to everybody else the page does not exist."""

    def check(request: PersonRequest) -> None:
        if not request.user.is_staff:
            raise Http404

    return _for(Audience("any_staff"), check)(view)


def staff(right: str) -> Callable[[View], View]:
    """Staff holding the right; to everybody else outside the company the page does not exist.

    Who holds it only by standing in for somebody acts for that colleague inside.
    """

    def check(request: PersonRequest) -> None:
        if not request.user.is_staff:
            raise Http404
        if not request.user.has_right(right):
            raise PermissionDenied

    return _for(Audience("staff", right), check)
