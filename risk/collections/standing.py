"""What the governor has to know of debtors and loans, for any number of cases in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q

from accounts import clock
from lending.goods.pauses import paused_loans
from lending.models import Loan, LoanHold, Restructure
from risk.collections.rules import contact_rule
from risk.domain.contact_governor import DEBTOR, Standing, Verdict, judge
from risk.models import AgreedHours, CollectionCase, CollectionContact

AT_THE_BANK, HARDSHIP, GOODS = "at_the_bank", "hardship", "goods_returned"


def is_owed(loan: Loan) -> bool:
    """Tell whether a loan is overdue right now, by what lending has on it and nothing else."""
    return loan.status in Loan.OWING and loan.overdue_since_on is not None


def owed_cases() -> Q:
    """Return the same for a query over cases."""
    return Q(
        status__in=CollectionCase.LIVE, loan__status__in=Loan.OWING, loan__overdue_since_on__isnull=False
    )


def standings(cases: Sequence[CollectionCase], *, on: dt.date) -> dict[int, Standing]:
    """Return the standing of each case by its id, on a calendar day in Shanghai; `loan__borrower` is at hand."""
    loans = {case.loan_id: case.loan for case in cases}
    pauses = _pauses(loans)
    connected, running = _calls({loan.borrower_id for loan in loans.values()}, on)
    hours = {
        row.debtor_id: (_time(row.from_minute), _time(row.until_minute))
        for row in AgreedHours.objects.filter(
            debtor__in={loan.borrower_id for loan in loans.values()}, ended_at=None
        )
    }
    return {
        case.pk: Standing(
            is_owed=case.is_live and is_owed(case.loan),
            pauses=frozenset(pauses[case.loan_id]),
            connected_today=connected[case.loan.borrower_id],
            open_calls=running[case.loan.borrower_id],
            window=hours.get(case.loan.borrower_id),
        )
        for case in cases
    }


def verdict_of(case: CollectionCase, *, channel: str, at: dt.datetime, party: str = DEBTOR) -> Verdict:
    """Return what the governor says of a contact on one case at an instant."""
    local = at.astimezone(clock.SHANGHAI)
    standing = standings([case], on=local.date())[case.pk]
    return judge(contact_rule(), standing, channel=channel, local=local.time(), party=party)


def verdicts(cases: Sequence[CollectionCase], *, channel: str, at: dt.datetime) -> dict[int, Verdict]:
    """Return the same for many cases, by their ids."""
    local, rule = at.astimezone(clock.SHANGHAI), contact_rule()
    found = standings(cases, on=local.date())
    return {pk: judge(rule, one, channel=channel, local=local.time()) for pk, one in found.items()}


def _calls(debtor_ids: set[int], on: dt.date) -> tuple[dict[int, int], dict[int, int]]:
    """Count connected calls and calls under way of each debtor, over all loans and all officers."""
    connected: dict[int, int] = defaultdict(int)
    running: dict[int, int] = defaultdict(int)
    rows = CollectionContact.objects.filter(debtor__in=debtor_ids, channel="call", made_on=on)
    rows = rows.filter(Q(is_connected=True) | Q(status=CollectionContact.Status.OPEN))
    for debtor_id, is_connected in rows.values_list("debtor", "is_connected"):
        (connected if is_connected else running)[debtor_id] += 1
    return connected, running


def _pauses(loans: dict[int, Loan]) -> dict[int, set[str]]:
    """Return what makes collection of each loan wait; a death counts for every loan of who died."""
    found: dict[int, set[str]] = defaultdict(set)
    of_borrower = defaultdict(list)
    for loan in loans.values():
        of_borrower[loan.borrower_id].append(loan.pk)
        if loan.debit_asked_on is not None:
            found[loan.pk].add(AT_THE_BANK)
    holds = LoanHold.objects.filter(loan__borrower__in=of_borrower, released_at=None)
    for kind, loan_id, borrower_id in holds.values_list("kind", "loan", "loan__borrower"):
        for pk in of_borrower[borrower_id] if kind == LoanHold.Kind.DEATH else [loan_id]:
            found[pk].add(kind)
    asked = Restructure.objects.filter(loan__in=loans, status__in=Restructure.OPEN)
    for pk in asked.values_list("loan", flat=True):
        found[pk].add(HARDSHIP)
    for returned in paused_loans().filter(loan__in=loans):
        if returned is not None:
            found[returned].add(GOODS)
    return found


def _time(minute: int) -> dt.time:
    return dt.time(minute // 60, minute % 60)
