"""Write down what the end of a day shows of loans: debits that failed, loans that have become late."""

import datetime as dt

from django.db.models import Exists, F, OuterRef, QuerySet

from accounts import clock
from accounts.rules import rule_value
from lending.left_alone import without_left_alone
from lending.models import Instalment, Loan
from risk.models import BehaviourFact, SignalRule
from risk.services.note_behaviour import note_behaviour
from risk.warnings.rules import RULE, late_days, rules_on

ONE_DAY = dt.timedelta(days=1)


def find_loans_to_note(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the loans about which the end of a day says something new; without rules nobody asks."""
    rules = rules_on(business_date)
    if not rules:
        return []
    missed = _tried(business_date).filter(loan__gt=after_id).order_by("loan").values_list("loan", flat=True)
    found = set(missed.distinct()[:limit])
    for days in late_days(rules):
        late = _newly_late(business_date, days).filter(pk__gt=after_id)
        found |= set(late.order_by("pk").values_list("pk", flat=True)[:limit])
    return sorted(found)[:limit]


def note_night(*, business_date: dt.date, loan_ids: list[int]) -> list[str]:
    """Write the facts of these loans down and raise what follows; a constant number of statements."""
    return note_behaviour(
        facts=[
            *_missed_facts(_tried(business_date).filter(loan__in=loan_ids), business_date),
            *_late_facts(loan_ids, rules_on(business_date), business_date),
        ]
    )


def _tried(day: dt.date) -> "QuerySet[Instalment]":
    """Return what a day's debit did not cover, of instalments due then or so many nights before.

    After these nights another failed try tells nothing new. What the bank is still asked for may yet come.
    """
    nights = rule_value(RULE, on=day)["retry_nights"]
    rows = Instalment.objects.filter(
        due_on__range=(day - ONE_DAY * nights, day),
        settled_at=None,
        superseded_at=None,
        loan__status=Loan.Status.ACTIVE,
        loan__is_debited_automatically=True,
        loan__debit_asked_on=None,
    )
    return without_left_alone(rows)


def _newly_late(day: dt.date, days: int) -> "QuerySet[Loan]":
    """Return the loans at least so many days late that have not been written down as such yet."""
    told = BehaviourFact.objects.filter(
        kind="late", figure=days, loan=OuterRef("pk"), about_on=OuterRef("overdue_since_on")
    )
    return Loan.objects.filter(
        ~Exists(told), status=Loan.Status.ACTIVE, overdue_since_on__lte=day - ONE_DAY * days
    )


def _missed_facts(rows: "QuerySet[Instalment]", day: dt.date) -> list[BehaviourFact]:
    facts = []
    for row in rows.select_related("loan"):
        paid_fen = row.principal_paid_fen + row.interest_paid_fen + row.fee_paid_fen
        known = {
            "on": day,
            "at": clock.now(),
            "loan": row.loan,
            "borrower_id": row.loan.borrower_id,
            "about_on": row.due_on,
            "figure": row.n,
            "amount_fen": row.borrower_unpaid_fen,
            "source_type": "loan",
            "source_number": row.loan.number,
        }
        facts.append(BehaviourFact(kind="debit_missed", key=f"missed:{row.pk}:{day}", **known))
        if paid_fen and row.due_on == day:
            facts.append(BehaviourFact(kind="part_paid", key=f"part:{row.pk}", **known))
    return facts


def _late_facts(loan_ids: list[int], rules: list[SignalRule], day: dt.date) -> list[BehaviourFact]:
    first = Instalment.objects.filter(
        loan__in=loan_ids, n=1, superseded_at=None, settled_at=None, loan__overdue_since_on=F("due_on")
    )
    unpaid_fen = {row.loan_id: row.borrower_unpaid_fen for row in first}
    facts = []
    for days in late_days(rules):
        for loan in _newly_late(day, days).filter(pk__in=loan_ids).order_by("pk"):
            known = {
                "on": day,
                "at": clock.now(),
                "loan": loan,
                "borrower_id": loan.borrower_id,
                "about_on": loan.overdue_since_on,
                "figure": days,
                "source_type": "loan",
                "source_number": loan.number,
            }
            name = f"{loan.pk}:{loan.overdue_since_on}:{days}"
            facts.append(BehaviourFact(kind="late", key=f"late:{name}", **known))
            if loan.pk in unpaid_fen:
                facts.append(
                    BehaviourFact(
                        kind="first_late", key=f"first:{name}", amount_fen=unpaid_fen[loan.pk], **known
                    )
                )
    return facts
