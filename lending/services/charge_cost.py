"""Charge an approved cost of realising a claim to its loan."""

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from finance import chart
from finance.posting import EntryInput, TransferInput
from finance.services.post_entries import post_entries
from lending.models import LegalStep
from lending.repayment.open_book import lock_open_book
from lending.services.propose_cost import KIND, payload_of


def charge_cost(*, number: str, actor: User | None) -> LegalStep:
    """Post what the company paid (1221 → 1002) and let the borrower owe it, before everything else (CC 561).

    Refuses what `consume_approval` refuses and a loan that is paid off.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        step = LegalStep.objects.select_related("loan").get(number=number)
        if step.cost_approved_on is not None:
            return step
        consume_approval(
            number=step.cost_approval_number, kind=KIND, subject=step, payload=payload_of(step), actor=actor
        )
        loan = lock_open_book(step.loan_id).loan
        step.cost_approved_on = today
        step.save(update_fields=["cost_approved_on"])
        loan.costs_owed_fen += step.cost_fen
        loan.save(update_fields=["costs_owed_fen"])
        move = TransferInput(chart.advances_to_recover(), chart.company_bank(), step.cost_fen, "advance")
        post_entries(
            [
                EntryInput(
                    kind="loan.cost",
                    reference=step.number,
                    idempotency_key=f"cost:{step.number}",
                    transfers=[move],
                    value_on=today,
                    posted_by_id=actor.pk if actor else None,
                )
            ]
        )
        record_event(
            "legal_step.charged",
            subject=step,
            actor=actor,
            data={"loan": loan.number, "cost_fen": step.cost_fen},
        )
    return step
