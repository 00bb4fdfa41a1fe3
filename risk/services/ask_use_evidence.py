"""Ask borrowers what a loan's money was used for."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from accounts.services.send_message import send_message
from lending.models import Loan
from risk.models import UseEvidence
from risk.use_evidence.rules import use_rule

PREFIX = "UE"
TEMPLATE = "use_evidence_asked"


def find_loans_to_ask(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the loans paid out on a day about which nobody has been asked."""
    asked = UseEvidence.objects.filter(loan=OuterRef("pk"))
    rows = Loan.objects.filter(~Exists(asked), pk__gt=after_id, disbursed_on=business_date)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def ask_use_evidence(*, business_date: dt.date, loan_ids: list[int]) -> int:
    """Ask for evidence of each loan that the rule names by product and amount; return how many were asked."""
    rule, count = use_rule(business_date), 0
    with transaction.atomic():
        rows = Loan.objects.filter(pk__in=loan_ids, status=Loan.Status.ACTIVE)
        for loan in rows.select_related("borrower", "product_version__product").order_by("pk"):
            days = rule.days_for(loan)
            if days is not None:
                count += ask(loan, UseEvidence.Why.RULE, business_date, days, None) is not None
    return count


def ask(loan: Loan, why: str, day: dt.date, days: int, actor: User | None) -> UseEvidence | None:
    """Keep that the borrower was asked and write the message; None where that was done before."""
    values = {
        "number": next_number(PREFIX),
        "borrower": loan.borrower,
        "why": why,
        "asked_on": day,
        "asked_by": actor,
        "due_on": day + dt.timedelta(days=days),
    }
    evidence, is_new = UseEvidence.objects.get_or_create(loan=loan, defaults=values)
    if not is_new:
        return None
    record_event(
        "use_evidence.asked",
        subject=evidence,
        actor=actor,
        data={"loan": loan.number, "why": why, "due_on": evidence.due_on.isoformat()},
    )
    send_message(
        to=loan.borrower,
        template=TEMPLATE,
        context={"loan": loan.number, "due": evidence.due_on},
        key=f"use_evidence:{evidence.number}:asked",
        link=f"/borrow/loans/{loan.number}/use/",
    )
    return evidence
