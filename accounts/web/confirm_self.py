"""Proving once more who one is, before money, cards, roles, contacts and copies of data."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.access import View
from accounts.rules import rule_value
from accounts.web.going import go, page_before

# What is confirmed, as the rule `confirm.self` names it: how many minutes a proof is good for stands there.
CLASSES = ("payout", "money", "card", "role", "contact", "approval", "decision", "copy", "privacy")
# Why it is asked, as the page that asks says it.
MONEY_WORDS = gettext_lazy("What you want to do touches money, so please prove once more who you are.")
DUTY_WORDS = gettext_lazy("Here you answer for a decision, so please prove once more who you are.")
DATA_WORDS = gettext_lazy("This is about personal data, so please prove once more who you are.")
LOGIN_WORDS = gettext_lazy(
    "What you want to do changes your login or how we reach you, so please prove once more who you are."
)
WORDS: dict[str, Promise] = {
    "payout": MONEY_WORDS,
    "money": MONEY_WORDS,
    "card": MONEY_WORDS,
    "role": gettext_lazy("This changes what others may do here, so please prove once more who you are."),
    "contact": LOGIN_WORDS,
    "approval": DUTY_WORDS,
    "decision": DUTY_WORDS,
    "copy": gettext_lazy("A copy of data is only for its reader, so please prove once more who you are."),
    "privacy": DATA_WORDS,
}
ABOUT = "proof_about"
PROOFS = ("password", "mfa", "code")
KEPT, KEPT_PARAMETER = "kept_post", "kept"
KEPT_SECONDS = 600
KEPT_BYTES = 20_000


def confirms_self(
    what: str, *, only: Callable[[QueryDict], bool] | None = None, at_sight: bool = False
) -> Callable[[View], View]:
    """Ask for the password, a passkey or a code again where the last proof is older than the rule allows.

    A POST asks, on a page with several acts only what `only` says of it; with `at_sight` the page asks as well, for
    what is private. What was typed is kept and done after the proof. Stands directly below the audience.
    """
    if what not in CLASSES:
        raise ValueError(f"{what} is nothing one confirms.")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return view(request, *args, **kwargs)
            asks = at_sight if request.method == "GET" else only is None or only(request.POST)
            kept = request.GET.get(KEPT_PARAMETER) if request.method == "GET" else None
            if (asks or kept) and is_proof_old(request, what):
                return _ask(request, what)
            if kept:
                return _take_up(view, request, *args, **kwargs)
            return view(request, *args, **kwargs)

        guarded.confirms = what  # type: ignore[attr-defined]  # a mark on the function, read by the tests
        return guarded

    return decorate


def is_proof_old(request: HttpRequest, what: str) -> bool:
    """Tell whether the last proof of this session, at signing in too, is older than the rule allows for this."""
    records = get_authentication_records(request, request.user)
    given_at = [record["at"] for record in records if record["method"] in PROOFS]
    if not given_at:
        return True
    minutes = rule_value("confirm.self")[what]
    return bool(clock.now().timestamp() - max(given_at) >= minutes * 60)


def ask_for_proof(request: HttpRequest, path: str, what: str) -> HttpResponse:
    """Lead to the page that asks, and from there to the path: by a code where there is neither password nor factor."""
    note_asked(request, what)
    has_flow = bool(get_reauthentication_flows(request.user))
    page = reverse("account_reauthenticate" if has_flow else "prove_by_code")
    return go(request, f"{page}?{urlencode({'next': path})}")


def note_asked(request: HttpRequest, what: str) -> None:
    """Keep what the proof is for, so that the page that asks can say it, also after a mistake."""
    request.session[ABOUT] = what


def asked_words(request: HttpRequest) -> Promise:
    """Return why the proof is asked for."""
    return WORDS.get(request.session.get(ABOUT, ""), LOGIN_WORDS)


def _ask(request: HttpRequest, what: str) -> HttpResponse:
    """Keep what was sent, and lead to the page that asks."""
    query = request.GET.copy()
    query.pop(KEPT_PARAMETER, None)
    path = f"{request.path}?{query.urlencode()}" if query else request.path
    request.session.pop(KEPT, None)
    if request.method == "POST":
        path = _keep(request, path, query)
    return ask_for_proof(request, path, what)


def _keep(request: HttpRequest, path: str, query: QueryDict) -> str:
    """Put what was typed into the session, and return where it is taken up; files are too large for that."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    text = typed.urlencode()
    if request.FILES or len(text) > KEPT_BYTES:
        messages.warning(
            request, _("Nothing was sent yet: confirm that it is you, then send the form again.")
        )
        return page_before(request) or path
    token = secrets.token_urlsafe(16)
    query[KEPT_PARAMETER] = token
    request.session[KEPT] = {"token": token, "path": request.path, "text": text, "at": _seconds()}
    return f"{request.path}?{query.urlencode()}"


def _take_up(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Do what was sent before the proof; a token that fits nothing opens the page as it is."""
    kept = request.session.pop(KEPT, None)
    wanted = request.GET.get(KEPT_PARAMETER, "")
    fits = (
        kept is not None
        and secrets.compare_digest(kept["token"], wanted)
        and kept["path"] == request.path
        and _seconds() - kept["at"] < KEPT_SECONDS
    )
    query = request.GET.copy()
    query.pop(KEPT_PARAMETER)
    request.GET = query  # type: ignore[assignment]  # read-only to the type checker alone
    if fits:
        # It reached this view as a POST that the forgery check let through; only the proof was missing.
        request._files = MultiValueDict()  # type: ignore[attr-defined]  # what Django itself sets when it reads the body
        request.POST = QueryDict(kept["text"])
        request.method = "POST"
        return view(request, *args, **kwargs)
    answer = view(request, *args, **kwargs)
    if answer.status_code != 405:
        return answer
    messages.warning(request, _("That was too long ago. Nothing was changed; please send it again."))
    return redirect("/office/" if request.user.is_staff else "/me/")


def _seconds() -> int:
    return int(clock.now().timestamp())
