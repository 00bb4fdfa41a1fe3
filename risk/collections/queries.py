"""What collection reads: the officer's day, the list of cases, everything one case shows, a customer's own log."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts import clock
from accounts.models import Approval, User
from accounts.staff.open_work import WorkItem
from lending.models import LegalStep, Loan, Waiver
from lending.repayment.book import read_books
from lending.repayment.dues import collect_dues
from risk.collections.papers import arrears_fen
from risk.collections.rules import WorkRule, work_rule
from risk.collections.standing import owed_cases, verdict_of, verdicts
from risk.domain.collecting import days_of_stage
from risk.domain.contact_governor import Verdict
from risk.models import (
    AgreedHours,
    CollectionCase,
    CollectionContact,
    CollectionPaper,
    CollectionSettlement,
    ContactComplaint,
    PaymentPromise,
)

MOST_OF_A_DAY = 25


@dataclass(frozen=True)
class Work:
    """One case of an officer's day, with what is owed now and whether the debtor may be called."""

    case: CollectionCase
    verdict: Verdict
    arrears_fen: int
    days_late: int
    stage: str


@dataclass(frozen=True)
class SettlementState:
    """A settlement and where its lenders' answers stand."""

    settlement: CollectionSettlement
    waivers: list[Waiver]

    @property
    def granted(self) -> int:
        return sum(one.status == Waiver.Status.ACCEPTED for one in self.waivers)

    @property
    def granted_fen(self) -> int:
        given = [one for one in self.waivers if one.status == Waiver.Status.ACCEPTED]
        return sum(one.principal_fen + one.interest_fen for one in given)


@dataclass(frozen=True)
class CollectionFile:
    """Everything the case page shows."""

    case: CollectionCase
    stage: str
    days_late: int
    arrears_fen: int
    verdict: Verdict
    contacts: list[CollectionContact]
    promises: list[PaymentPromise]
    papers: list[CollectionPaper]
    settlements: list[SettlementState]
    steps: list[LegalStep]
    hours: AgreedHours | None
    hand_over: Approval | None
    complaints: list[ContactComplaint]


def live_cases() -> "QuerySet[CollectionCase]":
    """Return the cases whose loans are overdue right now: a paid one is gone before any event is delivered."""
    return CollectionCase.objects.filter(owed_cases())


def due_cases(user: User) -> "QuerySet[CollectionCase]":
    """Return an officer's cases with a step due by today, broken promises first, then the day, then the amount."""
    rows = live_cases().filter(officer=user, next_action_on__lte=clock.today())
    return rows.order_by("-broken_promises", "next_action_on", "-loan__outstanding_fen", "pk")


def day_of(user: User) -> list[Work]:
    """Return the first cases of an officer's day, in a constant number of queries."""
    rows = list(due_cases(user).select_related("loan__borrower__person")[:MOST_OF_A_DAY])
    allowed = verdicts(rows, channel="call", at=clock.now())
    today, rule = clock.today(), work_rule()
    owed = {
        book.loan.pk: collect_dues(book, today).now_fen for book in read_books([row.loan_id for row in rows])
    }
    return [
        Work(
            row,
            allowed[row.pk],
            owed.get(row.loan_id, 0),
            days_late(row, today),
            stage_now(row, rule, today),
        )
        for row in rows
    ]


def listed_cases(state: str, stage: str, officer: str) -> "QuerySet[CollectionCase]":
    """Return the cases of a state (empty: those that are worked on), of a stage, of an officer by number."""
    rows = CollectionCase.objects.filter(status=state) if state else live_cases()
    if stage:
        rows = _of_stage(rows, stage, work_rule())
    if officer:
        rows = rows.filter(officer__number=officer)
    return rows.select_related("loan__borrower__person", "officer")


def _of_stage(rows: "QuerySet[CollectionCase]", stage: str, rule: WorkRule) -> "QuerySet[CollectionCase]":
    first, last = days_of_stage(stage, rule.stage_days)
    today = clock.today()
    rows = rows.filter(overdue_since_on__lte=today - dt.timedelta(days=first if stage != "care" else 0))
    return rows if last is None else rows.filter(overdue_since_on__gte=today - dt.timedelta(days=last))


def days_late(case: CollectionCase, on: dt.date) -> int:
    """Return how many days late the loan is, or was when the case was closed."""
    since = case.loan.overdue_since_on if case.is_live else None
    return ((case.closed_on or on) - (since or case.overdue_since_on)).days


def stage_now(case: CollectionCase, rule: WorkRule, on: dt.date) -> str:
    """Return the stage a case is in, or ended in."""
    if case.closed_stage:
        return case.closed_stage
    return rule.stage_on((case.loan.overdue_since_on or case.overdue_since_on), on)


def collection_file(case: CollectionCase) -> CollectionFile:
    """Collect a case's file in a constant number of queries."""
    today, rule = clock.today(), work_rule()
    settlements = list(case.settlements.select_related("proposed_by").order_by("-pk")[:5])
    return CollectionFile(
        case=case,
        stage=stage_now(case, rule, today),
        days_late=days_late(case, today),
        arrears_fen=arrears_fen(case.loan, today),
        verdict=verdict_of(case, channel="call", at=clock.now()),
        contacts=list(case.contacts.select_related("officer").order_by("-pk")[:100]),
        promises=list(case.promises.select_related("taken_by").order_by("-pk")[:50]),
        papers=list(case.papers.select_related("made_by").order_by("-pk")[:50]),
        settlements=[SettlementState(one, _waivers_of(one)) for one in settlements],
        steps=list(LegalStep.objects.filter(loan=case.loan_id).order_by("done_on", "pk")),
        hours=AgreedHours.objects.filter(debtor=case.loan.borrower_id, ended_at=None).first(),
        hand_over=Approval.objects.filter(number=case.hand_over_approval).first()
        if case.hand_over_approval
        else None,
        complaints=list(ContactComplaint.objects.filter(contact__case=case).select_related("contact")),
    )


def _waivers_of(settlement: CollectionSettlement) -> list[Waiver]:
    rows = Waiver.objects.filter(pk__in=settlement.parts.values("waiver"))
    return list(rows.select_related("claim").order_by("pk"))


def open_call_of(user: User) -> CollectionContact | None:
    """Return the call an officer has under way, or that a payment cut short before it was told how it went."""
    rows = CollectionContact.objects.filter(officer=user, status__in=["open", "dropped"])
    return rows.select_related("case__loan__borrower").order_by("status", "-pk").first()


def contacts_about(loan: Loan) -> "QuerySet[CollectionContact]":
    """Return who contacted the borrower about a loan, the newest first, as the borrower reads it."""
    rows = CollectionContact.objects.filter(case__loan=loan).select_related("officer", "complaint")
    return rows.order_by("-pk")


def letters_about(loan: Loan) -> list[CollectionPaper]:
    """Return the letters sent about a loan, the newest first; the file for the lawyers is none."""
    rows = CollectionPaper.objects.filter(case__loan=loan, kind__in=CollectionPaper.LETTERS)
    return list(rows.order_by("-pk")[:50])


def complaints() -> "QuerySet[ContactComplaint]":
    """Return what customers complained about."""
    return ContactComplaint.objects.select_related("contact__officer", "contact__case__loan", "customer")


def cases_of_officer(user: User) -> list[WorkItem]:
    """Return the live cases of a colleague, which go to somebody else with the colleague's leave."""
    rows = CollectionCase.objects.filter(officer=user, status__in=CollectionCase.LIVE).order_by("pk")
    return [WorkItem(row.number, f"/office/risk/collections/{row.number}/") for row in rows]


def loans_contacts(loan: Loan) -> dict[str, Any] | None:
    """Return what the loan's own page says of contacts; nothing where there never was a case."""
    if not CollectionCase.objects.filter(loan=loan).exists():
        return None
    return {"loan": loan, "last": contacts_about(loan).first()}
