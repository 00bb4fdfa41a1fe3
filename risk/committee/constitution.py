"""The constitution in force: the newest approved version, before the first of them the company's charter by rule."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import ROLE_NAMES
from accounts.rules import rule_value
from risk.domain.committee import Rules, Seat
from risk.models import CommitteeConstitution

RULE = "committee.constitution"
KIND = "risk.committee_constitution"
CHARTER_VERSION = 1

FAULT_WORDS: dict[str, Promise] = {
    "too_few_seats": _("A committee has at least three seats."),
    "seat_twice": _("A seat stands there twice."),
    "no_chair": _("Exactly one seat is the chair's."),
    "two_preside": _("Two seats have the same place in presiding."),
    "two_vetoes": _("Only one seat has the veto."),
    "quorum_too_small": _("The quorum is more than half of the seats."),
    "quorum_too_large": _("The quorum is larger than the committee."),
    "majority_outside": _("The majority is at least one half and at most all."),
    "no_time": _("A meeting in writing lasts at least an hour."),
}


@dataclass(frozen=True)
class InForce:
    """A version of the constitution; the charter has no row."""

    version: int
    content: dict[str, Any]
    row: CommitteeConstitution | None = None

    @property
    def rules(self) -> Rules:
        return read_rules(self.content)


def constitution_in_force() -> InForce:
    """Return the constitution that holds now."""
    row = (
        CommitteeConstitution.objects.filter(status=CommitteeConstitution.Status.IN_FORCE)
        .select_related("proposed_by")
        .first()
    )
    if row is None:
        return InForce(CHARTER_VERSION, rule_value(RULE))
    return InForce(row.version, row.content, row)


def read_rules(content: dict[str, Any]) -> Rules:
    """Return the rules as the arithmetic takes them."""
    numerator, denominator = content["majority"]
    return Rules(
        seats=tuple(Seat(**seat) for seat in content["seats"]),
        quorum=content["quorum"],
        majority=(numerator, denominator),
        notice_hours=content["notice_hours"],
        virtual_hours=content["virtual_hours"],
    )


def write_rules(rules: Rules) -> dict[str, Any]:
    """Return the rules as they are stored and approved."""
    return {
        "quorum": rules.quorum,
        "majority": list(rules.majority),
        "notice_hours": rules.notice_hours,
        "virtual_hours": rules.virtual_hours,
        "seats": [asdict(seat) for seat in rules.seats],
    }


def seat_title(seat: Seat) -> str:
    """Return what a seat is called: its place in the committee and the job that fills it."""
    role = str(ROLE_NAMES.get(seat.role, seat.role))
    if seat.presides == 1:
        return str(_("Chair (%(role)s)")) % {"role": role}
    if seat.presides:
        return str(_("Deputy chair (%(role)s)")) % {"role": role}
    return role


def titles_of(rules: Rules) -> dict[str, str]:
    """Return the seats' titles by code; where several have the same, each with its number."""
    plain = [seat_title(seat) for seat in rules.seats]
    titles, met = {}, dict.fromkeys(plain, 0)
    for seat, title in zip(rules.seats, plain, strict=True):
        met[title] += 1
        titles[seat.code] = f"{title} {met[title]}" if plain.count(title) > 1 else title
    return titles
