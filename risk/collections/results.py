"""What collection achieved in a month: by officer or by stage, in a constant number of queries."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import clock
from lending.models import LoanPayment
from risk.collections.promises import debtors_payments
from risk.collections.rules import WorkRule, work_rule
from risk.domain.collection_results import Results, total
from risk.models import CollectionCase, CollectionContact, PaymentPromise
from risk.models.collection import Stage


@dataclass(frozen=True)
class ResultLine:
    name: Any
    results: Results


@dataclass(frozen=True)
class MonthResults:
    first_on: dt.date
    lines: list[ResultLine]
    whole: Results


def months_back(count: int) -> list[dt.date]:
    """Return the first days of the last months, this one first."""
    day, found = clock.today().replace(day=1), []
    for _n in range(count):
        found.append(day)
        day = (day - dt.timedelta(days=1)).replace(day=1)
    return found


def month_results(first_on: dt.date, by: str) -> MonthResults:
    """Return the lines of a month by "officer" or by "stage".

    A case counts where it was worked on at any time of the month, under its officer and the stage it ended in or is
    in; contacts and promises count under who made or took them and the stage of that day; a payment counts as
    recovered while its loan had a live case, under that case.
    """
    last_on = _last_of(first_on)
    cases = _cases(first_on, last_on)
    of_case = _keys(cases, by)
    counted: dict[Any, Counter[str]] = defaultdict(Counter)
    for case in cases:
        counted[of_case[case.pk]]["cases"] += 1
        if case.closed_on is not None and first_on <= case.closed_on <= last_on:
            counted[of_case[case.pk]]["cured"] += 1
    _count_contacts(counted, by, first_on, last_on)
    _count_promises(counted, by, first_on, last_on)
    for case_pk, fen in _recovered(cases, first_on, last_on).items():
        counted[of_case[case_pk]]["recovered_fen"] += fen
    lines = {key: Results(**values) for key, values in counted.items()}
    ordered = sorted(lines, key=lambda key: _place(key, by))
    return MonthResults(
        first_on,
        [ResultLine(_name(key, by), lines[key]) for key in ordered],
        total(lines.values()),
    )


def _cases(first_on: dt.date, last_on: dt.date) -> list[CollectionCase]:
    begins = dt.datetime.combine(last_on + dt.timedelta(days=1), dt.time(), clock.SHANGHAI)
    rows = CollectionCase.objects.filter(Q(closed_on=None) | Q(closed_on__gte=first_on), opened_at__lt=begins)
    return list(rows.select_related("officer", "loan").order_by("pk"))


def _keys(cases: list[CollectionCase], by: str) -> dict[int, Any]:
    rule, today = work_rule(), clock.today()
    if by == "stage":
        return {case.pk: _stage_of(case, rule, today) for case in cases}
    return {case.pk: (case.officer.number, case.officer.name) if case.officer else ("", "") for case in cases}


def _stage_of(case: CollectionCase, rule: WorkRule, today: dt.date) -> str:
    return case.closed_stage or rule.stage_on(case.loan.overdue_since_on or case.overdue_since_on, today)


def _count_contacts(counted: dict[Any, Counter[str]], by: str, first_on: dt.date, last_on: dt.date) -> None:
    rows = CollectionContact.objects.filter(made_on__range=(first_on, last_on)).exclude(status="open")
    for row in rows.select_related("officer").only("officer", "stage", "is_connected"):
        key = row.stage if by == "stage" else (row.officer.number, row.officer.name)
        counted[key]["contacts"] += 1
        counted[key]["connected"] += row.is_connected


def _count_promises(counted: dict[Any, Counter[str]], by: str, first_on: dt.date, last_on: dt.date) -> None:
    rows = PaymentPromise.objects.filter(ended_on__range=(first_on, last_on)).select_related("taken_by")
    for row in rows:
        key = row.stage if by == "stage" else (row.taken_by.number, row.taken_by.name)
        counted[key]["promises_ended"] += 1
        counted[key]["promises_kept"] += row.status == PaymentPromise.Status.KEPT


def _recovered(cases: list[CollectionCase], first_on: dt.date, last_on: dt.date) -> dict[int, int]:
    """Return what debtors paid in the month while their case was live, by case; fen."""
    of_loan = defaultdict(list)
    for case in cases:
        of_loan[case.loan_id].append(case)
    found: Counter[int] = Counter()
    for payment in debtors_payments().filter(loan__in=of_loan, paid_on__range=(first_on, last_on)):
        for case in of_loan[payment.loan_id]:
            if _was_live(case, payment):
                found[case.pk] += payment.amount_fen
    return dict(found)


def _was_live(case: CollectionCase, payment: LoanPayment) -> bool:
    ended_at = case.closed_at
    return case.opened_at <= payment.paid_at and (ended_at is None or payment.paid_at <= ended_at)


def _place(key: Any, by: str) -> Any:
    return Stage.values.index(key) if by == "stage" else key


def _name(key: Any, by: str) -> Any:
    if by == "stage":
        return Stage(key).label
    number, name = key
    return f"{name} · {number}" if number else _("Nobody")


def _last_of(first_on: dt.date) -> dt.date:
    following = (first_on + dt.timedelta(days=31)).replace(day=1)
    return following - dt.timedelta(days=1)
