"""The history of loans, read from lending's rows: any number of loans in a constant number of statements."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet, Sum

from accounts.clock import SHANGHAI
from accounts.rules import rule_value
from lending.models import (
    DebitRequest,
    GoodsOrder,
    Instalment,
    Loan,
    LoanPayment,
    PaymentPart,
    ScheduleVersion,
    Waiver,
    WaiverPart,
)
from lending.redrawing.restructuring import RESTRUCTURE
from risk.domain import loan_history as domain
from risk.domain.classification import ClassRule, Downgrade, Watch
from risk.models import ClassDowngrade

Sums = dict[int, list[domain.Sum]]


def class_rule(on: dt.date) -> ClassRule:
    """Return the days from which each class begins, as the rule stood on a day (RULES class.five)."""
    return ClassRule(**rule_value("class.five", on=on))


def read_histories(loan_ids: Iterable[int], on: dt.date) -> dict[int, domain.LoanHistory]:
    """Return what the state of each loan at the end of a day follows from; later rows are left out."""
    ids = list(loan_ids)
    versions = list(
        ScheduleVersion.objects.filter(loan__in=ids, version__gt=1).order_by("loan_id", "version")
    )
    repaid = _by_loan(
        LoanPayment.objects.filter(loan__in=ids, principal_fen__gt=0, paid_on__lte=on), "loan", "paid_on"
    )
    waived = _by_loan(
        Waiver.objects.filter(
            loan__in=ids, status=Waiver.Status.ACCEPTED, principal_fen__gt=0, ended_on__lte=on
        ),
        "loan",
        "ended_on",
    )
    rows, replaced = _rows(ids, on, versions)
    standstills, downgrades = _standstills(ids, on), _downgrades(ids, on)
    return {
        loan.pk: domain.LoanHistory(
            principal_fen=loan.principal_fen,
            disbursed_on=loan.disbursed_on,
            repaid=repaid[loan.pk],
            waived=waived[loan.pk],
            rows=rows[loan.pk],
            standstills=standstills[loan.pk],
            watches=_watches(loan, [one for one in versions if one.loan_id == loan.pk], replaced[loan.pk]),
            downgrades=downgrades[loan.pk],
            settled_on=loan.settled_on,
            written_off_on=loan.written_off_on,
        )
        for loan in Loan.objects.filter(pk__in=ids)
    }


def _by_loan(rows: "QuerySet[Any]", loan: str, on: str) -> Sums:
    found: Sums = defaultdict(list)
    grouped = rows.values_list(loan, on).annotate(fen=Sum("principal_fen")).order_by(loan, on)
    for loan_id, day, fen in grouped:
        found[loan_id].append(domain.Sum(day, fen))
    return found


def _rows(
    ids: list[int], on: dt.date, versions: list[ScheduleVersion]
) -> tuple[dict[int, list[domain.DueRow]], dict[int, list[domain.DueRow]]]:
    """Return the rows that may be late at the end of the day, and those that a restructure replaced."""
    made_on = {(one.loan_id, one.version): one.made_on for one in versions}
    # The moment in which a version was made is the one in which it superseded rows.
    ended_on: dict[tuple[int, dt.datetime | None], dt.date] = {
        (one.loan_id, one.made_at): one.made_on for one in versions
    }
    restructured = [(one.loan_id, one.made_at) for one in versions if one.reason == RESTRUCTURE]
    wanted = Q(due_on__lt=on) & (Q(settled_on__isnull=True) | Q(settled_on__gt=on))
    found = list(
        Instalment.objects.filter(wanted, loan__in=ids).values_list(
            "pk", "loan_id", "schedule_version", "due_on", "principal_fen", "settled_on", "superseded_at"
        )
    )
    paid = _paid([row[0] for row in found], on)
    rows, replaced = defaultdict(list), defaultdict(list)
    for pk, loan_id, version, due_on, principal_fen, settled_on, superseded_at in found:
        row = domain.DueRow(
            due_on,
            principal_fen,
            made_on.get((loan_id, version), dt.date.min),
            ended_on.get((loan_id, superseded_at)),
            settled_on,
            paid[pk],
        )
        rows[loan_id].append(row)
        if (loan_id, superseded_at) in restructured:
            replaced[loan_id].append(row)
    return rows, replaced


def _paid(instalment_ids: list[int], on: dt.date) -> Sums:
    found: Sums = defaultdict(list)
    parts = PaymentPart.objects.filter(
        instalment__in=instalment_ids, principal_fen__gt=0, payment__paid_on__lte=on
    )
    waived = WaiverPart.objects.filter(
        instalment__in=instalment_ids,
        principal_fen__gt=0,
        waiver__status=Waiver.Status.ACCEPTED,
        waiver__ended_on__lte=on,
    )
    for instalment_id, paid_on, fen in parts.values_list(
        "instalment_id", "payment__paid_on", "principal_fen"
    ):
        found[instalment_id].append(domain.Sum(paid_on, fen))
    for instalment_id, ended_on, fen in waived.values_list(
        "instalment_id", "waiver__ended_on", "principal_fen"
    ):
        if ended_on is not None:
            found[instalment_id].append(domain.Sum(ended_on, fen))
    return found


def _standstills(ids: list[int], on: dt.date) -> dict[int, list[domain.Standstill]]:
    found: dict[int, list[domain.Standstill]] = defaultdict(list)
    asked = DebitRequest.objects.filter(loan__in=ids, asked_on__lte=on)
    for loan_id, asked_on, ended_at in asked.values_list("loan_id", "asked_on", "ended_at"):
        ended_on = ended_at.astimezone(SHANGHAI).date() if ended_at else None
        found[loan_id].append(domain.Standstill(asked_on, ended_on))
    back = GoodsOrder.objects.filter(loan__in=ids, taken_back_at__isnull=False)
    for loan_id, back_at, returned_on in back.values_list("loan_id", "taken_back_at", "returned_on"):
        if loan_id is not None and back_at is not None:
            found[loan_id].append(domain.Standstill(back_at.astimezone(SHANGHAI).date(), returned_on))
    return found


def _downgrades(ids: list[int], on: dt.date) -> dict[int, list[Downgrade]]:
    found: dict[int, list[Downgrade]] = defaultdict(list)
    rows = ClassDowngrade.objects.filter(loan__in=ids, from_on__lte=on)
    for loan_id, five_class, from_on, until_on in rows.values_list(
        "loan_id", "five_class", "from_on", "until_on"
    ):
        if from_on is not None:
            found[loan_id].append(Downgrade(five_class, from_on, until_on))
    return found


def _watches(loan: Loan, versions: list[ScheduleVersion], replaced: list[domain.DueRow]) -> list[Watch]:
    """Return the watches over a loan's restructures (RULES class.five.watch); the loan has the end of its last one."""
    made = [one.made_on for one in versions if one.reason == RESTRUCTURE]
    found = []
    for position, made_on in enumerate(made):
        days = rule_value("class.five.watch", on=made_on)["days"]
        until_on = made_on + dt.timedelta(days=days)
        if position == len(made) - 1 and loan.watched_until_on is not None:
            until_on = loan.watched_until_on
        found.append(Watch(made_on, until_on, domain.days_late_before(replaced, made_on)))
    return found
