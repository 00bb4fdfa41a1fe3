"""How the privacy pages read: who looked, what was asked, what binds."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.hidden_values import REASONS, hidden_value_name
from accounts.models import Event, PrivacyRequest
from accounts.personal_data import bindings_of
from accounts.privacy_queries import DOCUMENT_LOOKS, file_facts
from accounts.roles import ROLE_NAMES
from accounts.staff.queries import roles_held_on
from accounts.web.parts import Fact, Moment

Held = dict[int, list[tuple[str, dt.date, dt.date | None]]]

LOOK_WORDS: dict[str, Promise] = {
    "customer.file_opened": gettext_lazy("Your file was opened"),
    DOCUMENT_LOOKS: gettext_lazy("A document of yours was opened"),
}
OFFICE_LOOK_WORDS: dict[str, Promise] = {
    "customer.file_opened": gettext_lazy("File opened"),
    DOCUMENT_LOOKS: gettext_lazy("Document opened"),
}
# What a correction may be about; what a person changes alone has its own page.
CORRECTIONS: dict[str, Promise] = {
    "name": gettext_lazy("Name on the identity card"),
    "identity": gettext_lazy("Identity card data"),
    "employment": gettext_lazy("Employment and income"),
    "decision": gettext_lazy("A record about a loan or a payment"),
    "other": gettext_lazy("Something else"),
}
ICONS = {"data.unmasked": "eye", "customer.file_opened": "folder-open", DOCUMENT_LOOKS: "file-text"}


@dataclass(frozen=True)
class OwnRight:
    """A right of the customer's own that another app's page carries out; `route` takes nothing."""

    icon: str
    label: Promise | str
    route: str


_own_rights: dict[str, OwnRight] = {}


def add_own_right(right: OwnRight) -> None:
    """Add a line to the rights of the privacy page, from an app's `apps.py: ready()`."""
    _own_rights[right.route] = right


def own_rights() -> list[OwnRight]:
    """Return the rights that other apps carry out."""
    return [_own_rights[route] for route in sorted(_own_rights)]


def look_moments(looks: Iterable[Event], *, is_own: bool = True) -> list[Moment]:
    """Return who looked as a timeline: what, when and why; the person reads the job, the office the name too."""
    shown = list(looks)
    held = roles_held_on(event.actor_id for event in shown if event.actor_id is not None) if shown else {}
    return [
        Moment(
            title=_look_title(event, is_own),
            at=event.at.astimezone(clock.SHANGHAI),
            sentence=_reason(event),
            who=_who(event, is_own, held),
            icon=ICONS.get(event.kind, "eye"),
        )
        for event in shown
    ]


def _who(event: Event, is_own: bool, held: Held) -> str:
    if is_own or event.actor is None:
        return _job(event, held)
    return f"{event.actor.name} · {_job(event, held)}"


def _look_title(event: Event, is_own: bool) -> str:
    if event.kind == "data.unmasked":
        return _("Seen in full: %(value)s") % {"value": hidden_value_name(event.data.get("value", ""))}
    words = LOOK_WORDS if is_own else OFFICE_LOOK_WORDS
    return str(words.get(event.kind, event.kind))


def _reason(event: Event) -> str:
    reason = REASONS.get(str(event.data.get("reason", "")))
    return str(reason.name) if reason else ""


def _job(event: Event, held: Held) -> str:
    """Name the job in which somebody looked, on the day of the look."""
    if event.actor is None:
        return _("the system")
    roles = {
        role
        for role, from_on, until_on in held.get(event.actor.pk, ())
        if from_on <= event.business_on and (until_on is None or event.business_on <= until_on)
    }
    names = [str(name) for role, name in ROLE_NAMES.items() if role in roles]
    return " · ".join(names) or _("a member of staff")


@dataclass(frozen=True)
class RequestRow:
    """One line of a list of requests."""

    request: PrivacyRequest
    about: str
    is_late: bool


def request_rows(requests: Iterable[PrivacyRequest]) -> list[RequestRow]:
    """Return the lines of a list; late is what nobody has answered by its day."""
    today = clock.today()
    return [
        RequestRow(row, _about(row), row.status == PrivacyRequest.Status.ASKED and row.due_on < today)
        for row in requests
    ]


def _about(request: PrivacyRequest) -> str:
    return str(CORRECTIONS.get(request.about, request.about))


def request_facts(request: PrivacyRequest) -> list[Fact]:
    """Return what a request says, for the person and for the office."""
    facts = [
        Fact(_("Number"), request.number),
        Fact(_("Kind of request"), request.get_kind_display()),
        Fact(_("Asked at"), _instant(request.asked_at)),
    ]
    if request.about:
        facts.append(Fact(_("About"), _about(request)))
    if request.words:
        facts.append(Fact(_("In the person's words"), request.words))
    if request.status == PrivacyRequest.Status.ASKED:
        facts.append(Fact(_("Answered by"), request.due_on.isoformat()))
    if request.good_until_at is not None and request.status == PrivacyRequest.Status.READY:
        facts.append(Fact(_("To be downloaded until"), _instant(request.good_until_at)))
    if request.decided_at is not None:
        facts.append(Fact(_("Decided"), _instant(request.decided_at)))
    if request.answer:
        facts.append(Fact(_("Our answer"), request.answer))
    if request.look_again_on is not None and request.status == PrivacyRequest.Status.FROZEN:
        facts.append(Fact(_("Looked at again on"), request.look_again_on.isoformat()))
    return facts


def file_lines(request: PrivacyRequest) -> list[Fact]:
    """Return size and fingerprint of a copy that is ready."""
    found = file_facts(request) if request.status == PrivacyRequest.Status.READY else None
    if found is None:
        return []
    kilobytes = max(1, found.size_bytes // 1024)
    return [Fact(_("Size"), f"{kilobytes:,} KB"), Fact("SHA-256", f"{found.sha256[:16]}…")]


def binding_facts(user: Any) -> list[Fact]:
    """Return what keeps a person's data from being deleted, each with its day."""
    return [
        Fact(binding.sentence, binding.until_on.isoformat() if binding.until_on else _("as long as it runs"))
        for binding in bindings_of(user)
    ]


def _instant(at: Any) -> str:
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
