"""What reviews of identities add to the ground: approvals, messages, the rail, the customer's page and file."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.crypto import mask_identity_number, mask_name
from accounts.events import subscribe
from accounts.hidden_values import HiddenValue, MaskedValue, register_hidden_value
from accounts.messages import MessageTemplate, register_message
from accounts.models import IdentityCheck, IdentityReview, MessageCategory, PersonHold, User
from accounts.personal_data import (
    Binding,
    Coded,
    PersonalData,
    Record,
    register_binding,
    register_personal_data,
)
from accounts.review.payloads import LIFT_KIND, OVERRIDE_KIND, WATCH_LIFT_KIND, WATCH_OVERRIDE_KIND
from accounts.review.queries import queue_of, reviews_taken_by
from accounts.review.reasons import reason_lines
from accounts.review.rights import DECIDE, DECIDE_HITS, SEE_ALL
from accounts.review.story import EVENT_WORDS, lift_facts, override_facts
from accounts.review.waiting import returned_to
from accounts.staff.open_work import OpenWork, add_open_work
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from accounts.web.sections import MeSection, add_me_section

COMPANY = _("People and rights")
MESSAGES = (
    MessageTemplate(
        "identity_returned",
        subject=_("Please complete your identity papers"),
        body="accounts/messages/identity_returned.txt",
        sms=_("[Fenqi] Something is missing in your identity papers. Sign in to see what."),
        category=MessageCategory.SECURITY,
        is_required=True,
    ),
    MessageTemplate(
        "identity_passed",
        subject=_("We have looked at your details"),
        body="accounts/messages/identity_passed.txt",
        category=MessageCategory.SECURITY,
        is_required=True,
    ),
    MessageTemplate(
        "identity_refused",
        subject=_("We have finished looking at your details"),
        body="accounts/messages/identity_refused.txt",
        category=MessageCategory.SECURITY,
        is_required=True,
    ),
)


def register_reviews() -> None:
    """Register everything; called from `apps.py: ready()`."""
    for template in MESSAGES:
        register_message(template)
    for code, name, right, describe, is_confidential in (
        (OVERRIDE_KIND, _("Identity passed against a check"), DECIDE, override_facts, False),
        (WATCH_OVERRIDE_KIND, _("Customer of the watch-list passed"), DECIDE_HITS, override_facts, True),
        (LIFT_KIND, _("End of a hold"), DECIDE, lift_facts, False),
        (WATCH_LIFT_KIND, _("End of a hold of the watch-list"), DECIDE_HITS, lift_facts, True),
    ):
        register_approval_kind(
            ApprovalKind(code, name, right=right, describe=describe, is_confidential=is_confidential)
        )
    subscribe("accounts.reviews", ["approval.approved"], "accounts.review.handlers.on_approved")
    add_event_words(EVENT_WORDS)
    add_office_links(
        OfficeLink(COMPANY, "users", _("Reviews of identities"), "identity_reviews", SEE_ALL, queue=queue_of)
    )
    add_open_work(OpenWork("reviews", 15, _("Reviews of identities taken"), reviews_taken_by))
    subscribe("accounts.reviews_left", ["user.staff_left"], "accounts.review.handlers.on_staff_left")
    add_object_pages(ObjectPage("identityreview", "identity_review", SEE_ALL))
    add_me_section(
        MeSection("identity_review", 5, "accounts/customer/_returned_card.html", returned_notices_or_none)
    )
    register_hidden_value(
        HiddenValue("claimed_identity", _("Claimed name and number"), 40, _claimed, _reveal_claimed)
    )
    register_binding("identity_review", bindings)
    register_personal_data(
        PersonalData(
            "identity_reviews",
            _("Reviews of your identity"),
            22,
            {
                "number": _("Number"),
                "opened_at": _("Opened at"),
                "status": _("State"),
                "returned_at": _("Returned to you"),
                "reasons": _("What was missing"),
                "ended_at": _("Ended at"),
            },
            _own_reviews,
        )
    )


def returned_notices_or_none(user: User) -> list[dict[str, object]] | None:
    """Return what waits for the customer, None where nothing does."""
    return returned_notices(user) or None


def returned_notices(user: User) -> list[dict[str, object]]:
    """Return each returned review as the customer reads it: what to do, and nothing of why it was opened."""
    return [
        {"lines": reason_lines(review.reasons), "note": review.note, "returned_at": review.returned_at}
        for review in returned_to(user)
    ]


def bindings(user: User) -> list[Binding]:
    """Return that data is kept while somebody looks at who the customer is, or holds them."""
    is_open = IdentityReview.objects.filter(user=user, status__in=IdentityReview.OPEN).exists()
    is_held = PersonHold.objects.filter(user=user, status=PersonHold.Status.ACTIVE).exists()
    return [Binding(_("Your details are being looked at."))] if is_open or is_held else []


def _own_reviews(user: User) -> Iterator[Record]:
    """Yield the reviews as the customer may know them: never the cause, nor that a colleague has taken one.

    Of those of the watch-list only what came before the customer: the law forbids to warn anybody.
    """
    rows = IdentityReview.objects.filter(user=user).order_by("pk")
    for row in rows.exclude(cause=IdentityReview.Cause.WATCH_LIST, returns=0):
        is_waiting = row.status in (IdentityReview.Status.OPENED, IdentityReview.Status.TAKEN)
        status = (
            Coded("open", _("Being looked at")) if is_waiting else Coded(row.status, row.get_status_display())
        )
        yield {
            "number": row.number,
            "opened_at": row.opened_at,
            "status": status,
            "returned_at": row.returned_at,
            "reasons": " ".join(str(line) for line in reason_lines(row.reasons)),
            "ended_at": row.decided_at,
        }


def _unbound(user: User) -> "list[IdentityCheck]":
    """Return the newest check whose name and number nobody is bound to."""
    if user.identity_verified_at is not None:
        return []
    # Encrypted fields are not searched: the newest few are read, and an emptied one is passed over.
    rows = IdentityCheck.objects.filter(user=user).order_by("-pk")[:10]
    return [row for row in rows if row.real_name][:1]


def _claimed(user: User) -> list[MaskedValue]:
    return [
        MaskedValue(f"{mask_name(row.real_name)} {mask_identity_number(row.identity_number)}", row.number)
        for row in _unbound(user)
    ]


def _reveal_claimed(user: User, reference: str) -> str | None:
    for row in _unbound(user):
        if row.number == reference:
            return f"{row.real_name} {row.identity_number}"
    return None
