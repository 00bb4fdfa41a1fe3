"""How a request for approval is told: what exactly would happen, who asked, who may decide, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import ApprovalKind, approval_kind, principal_of, takes_part
from accounts.models import Approval, User
from accounts.queries import events_matching
from accounts.web.parts import Fact, Moment
from accounts.web.shown import event_moments


@dataclass(frozen=True)
class ApprovalRow:
    """One line of the inbox."""

    approval: Approval
    kind: Promise | str


@dataclass(frozen=True)
class ApprovalStory:
    """`obstacle` says why this login may not decide, if it may not."""

    kind: Promise | str
    facts: list[Fact]
    about: list[Fact]
    moments: list[Moment]
    may_decide: bool
    may_withdraw: bool
    obstacle: str


def rows(approvals: Sequence[Approval]) -> list[ApprovalRow]:
    """Return the lines of a list."""
    return [ApprovalRow(row, approval_kind(row.kind).name) for row in approvals]


def tell(row: Approval, viewer: User) -> ApprovalStory:
    """Return everything the page of one request says to this viewer."""
    kind = approval_kind(row.kind)
    obstacle = _obstacle(row, viewer, kind)
    is_open = row.status == Approval.Status.OPEN
    return ApprovalStory(
        kind=kind.name,
        facts=kind.describe(row),
        about=_about(row),
        moments=event_moments(events_matching(kind="approval", subject=row.number)),
        may_decide=is_open and not obstacle,
        may_withdraw=row.maker_id == viewer.pk and row.status in Approval.PENDING,
        obstacle=obstacle if is_open else "",
    )


def _obstacle(row: Approval, viewer: User, kind: ApprovalKind) -> str:
    if takes_part(row, viewer, principal_of(viewer, kind.right)):
        return _("You asked for this yourself; another person has to decide.")
    if not viewer.has_right(kind.right):
        return _("Your job does not include approving this.")
    bar = kind.bars(row, viewer)
    if bar:
        return bar
    if row.expires_at <= clock.now():
        return _("This request has expired and has to be made again.")
    return ""


def _about(row: Approval) -> list[Fact]:
    facts = [
        Fact(_("Asked by"), row.maker.name, _for(row.asked_for)),
        Fact(_("Asked at"), _moment(row.requested_at)),
        Fact(_("Reason"), row.reason),
        Fact(_("Holds until"), _moment(row.expires_at)),
        Fact(_("Fingerprint"), row.payload_hash[:16], _("Changes with anything above.")),
    ]
    if row.checker is not None:
        hint = " · ".join(filter(None, [_for(row.decided_for), _moment(row.decided_at)]))
        facts.append(Fact(_("Decided by"), row.checker.name, hint))
    if row.note:
        facts.append(Fact(_("Note"), row.note))
    return facts


def _for(principal: User | None) -> str:
    return _("for %(name)s") % {"name": principal.name} if principal is not None else ""


def _moment(at: object) -> str:
    return (
        date_format(at.astimezone(clock.SHANGHAI), "SHORT_DATETIME_FORMAT")
        if hasattr(at, "astimezone")
        else "—"
    )
