"""What an application still lacks before it may be listed or paid out. Lending fails closed: no row, no loan."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.restrictions import is_held
from accounts.rules import rule_value
from lending.limits import breach_words, breached, limits_of
from lending.models import Application, BorrowerStanding, DecisionCondition
from lending.models.condition import ConditionKind
from lending.queries.exposure import exposure_of_borrower
from lending.queries.own_arrears import has_arrears


@dataclass(frozen=True)
class Missing:
    """One thing that stands in the way; the code is for machines and tests."""

    code: str
    label: Promise | str


def missing_for_funding(
    application: Application,
    standing: BorrowerStanding | None,
    *,
    amount_fen: int,
    on: dt.date,
    is_payout: bool = False,
) -> list[Missing]:
    """Return everything that stops the application from being listed or paid out, empty when it may go on.

    Asked at approval, at acceptance, at listing and again at disbursement (`is_payout`: what is possible only later is
    asked for now), with the borrower's standing locked.
    """
    return [
        *_missing_decision(application, on),
        *_missing_conditions(application, on, is_payout=is_payout),
        *_missing_standing(application, standing, amount_fen, on),
        *_missing_person(application),
        *missing_for_arrears(application, on=on),
        *missing_under_caps(application, amount_fen=amount_fen, on=on),
        *_missing_under_limits(application, amount_fen),
    ]


def _missing_decision(application: Application, on: dt.date) -> list[Missing]:
    found = []
    if application.holds.filter(released_at__isnull=True).exists():
        found.append(Missing("on_hold", _("The application is on hold.")))
    decision = application.decision
    if decision is None or not decision.is_approval:
        return [*found, Missing("decision_missing", _("There is no approval."))]
    if decision.valid_until_on is None or decision.valid_until_on < on:
        found.append(Missing("decision_expired", _("The approval has run out.")))
    return found


def _missing_conditions(application: Application, on: dt.date, *, is_payout: bool) -> list[Missing]:
    """Return each condition that stands in the way, by its words; one possible only later once it is late or due."""
    if application.decision_id is None:
        return []
    rows = DecisionCondition.objects.filter(
        decision=application.decision_id, status=DecisionCondition.Status.OPEN
    ).exclude(kind=ConditionKind.SUBSEQUENT)
    return [
        Missing(
            "conditions_open" if row.kind == ConditionKind.PRECEDENT else "later_condition_open",
            _condition_words(row, on),
        )
        for row in rows.order_by("pk")
        if row.kind == ConditionKind.PRECEDENT or is_payout or (row.due_on is not None and row.due_on < on)
    ]


def _condition_words(row: DecisionCondition, on: dt.date) -> Promise | str:
    if row.due_on is None or row.due_on >= on:
        return format_lazy(_("A condition of the approval is not met: {words}"), words=row.words)
    return format_lazy(
        _("A condition of the approval was due by {on} and is not met: {words}"),
        on=row.due_on.isoformat(),
        words=row.words,
    )


def _missing_standing(
    application: Application, standing: BorrowerStanding | None, amount_fen: int, on: dt.date
) -> list[Missing]:
    if standing is None or not standing.grade or standing.valid_until_on is None:
        return [Missing("standing_missing", _("Risk has not rated the borrower."))]
    found = []
    if standing.valid_until_on < on:
        found.append(Missing("standing_expired", _("The borrower's rating has run out.")))
    if exposure_of_borrower(application.borrower, other_than=application) + amount_fen > standing.limit_fen:
        found.append(Missing("over_limit", _("The borrower's credit limit is too small.")))
    return found


def _missing_person(application: Application) -> list[Missing]:
    borrower = application.borrower
    if not borrower.is_active or borrower.identity_verified_at is None:
        return [Missing("identity_missing", _("The borrower's identity is not verified."))]
    if is_held(borrower, "fund"):
        return [Missing("held", _("The borrower's details are being looked at."))]
    return []


def _missing_under_limits(application: Application, amount_fen: int) -> list[Missing]:
    """Return which hard limits of risk the amount would break; `lock_limits` keeps them still."""
    over = breached(limits_of(application), amount_fen, is_hard=True)
    return [Missing(f"limit_{one.limit.kind}", breach_words(one)) for one in over]


def missing_for_arrears(application: Application, *, on: dt.date) -> list[Missing]:
    """Return that the borrower is behind with a loan here: no new one is lent on top of it."""
    if not has_arrears(application.borrower, on):
        return []
    words = _("A loan here is overdue, called in or written off; what is due has to be paid first.")
    return [Missing("arrears_here", words)]


def missing_under_caps(application: Application, *, amount_fen: int, on: dt.date) -> list[Missing]:
    """Return which caps on a person's borrowing the amount would break (RULES cap.person)."""
    caps = rule_value("cap.person", on=on)
    here_fen = exposure_of_borrower(application.borrower, other_than=application) + amount_fen
    found = []
    if here_fen > caps["person_platform_fen"]:
        found.append(Missing("cap_platform", _("Nobody may owe more than the legal limit on one platform.")))
    if here_fen + (application.other_platform_debt_fen or 0) > caps["person_total_fen"]:
        found.append(
            Missing("cap_total", _("Nobody may owe more than the legal limit over all platforms together."))
        )
    return found
