"""Requests about colleagues: which approval they need, and what exactly it is bound to."""

from typing import Any

from accounts.crypto import blind_index
from accounts.models import DelegatedRight, Deputyship, StaffChange

KINDS: dict[str, str] = {
    StaffChange.Kind.JOIN: "staff.join",
    StaffChange.Kind.MOVE: "staff.move",
    StaffChange.Kind.LEAVE: "staff.leave",
}
DEPUTY_KIND = "staff.deputy"


def change_payload(change: StaffChange) -> dict[str, Any]:
    """Return what an approval of this change is bound to; who a joiner is stands there as a keyed hash alone."""
    joiner = "|".join((change.real_name, change.work_address, change.identity_number))
    return {
        "change": change.number,
        "kind": change.kind,
        "colleague": change.colleague.number
        if change.kind != StaffChange.Kind.JOIN and change.colleague
        else "",
        "position": change.position.code if change.position else "",
        "effective_on": change.effective_on.isoformat(),
        "handover_to": change.handover_to.number if change.handover_to else "",
        "joiner": blind_index("staff-joiner", joiner) if change.kind == StaffChange.Kind.JOIN else "",
    }


def change_page(change: StaffChange) -> str:
    return f"/office/accounts/staff/changes/{change.number}/"


def deputy_payload(deputyship: Deputyship) -> dict[str, Any]:
    """Return what an approval of a deputyship is bound to: who, for whom, when, with which rights."""
    return {
        "deputyship": deputyship.number,
        "principal": deputyship.principal.number,
        "deputy": deputyship.deputy.number,
        "from_on": deputyship.from_on.isoformat(),
        "until_on": deputyship.until_on.isoformat(),
        "rights": delegated_rights(deputyship),
    }


def delegated_rights(deputyship: Deputyship) -> list[str]:
    """Return the rights of a deputyship in their order."""
    rows = DelegatedRight.objects.filter(deputyship=deputyship)
    return sorted(rows.values_list("right", flat=True))


def deputy_page(deputyship: Deputyship) -> str:
    return f"/office/accounts/staff/deputies/{deputyship.number}/"
