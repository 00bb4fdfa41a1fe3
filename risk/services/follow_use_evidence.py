"""Remind borrowers of evidence that is due, and mark what did not come."""

import datetime as dt

from django.db.models import Q

from accounts.locking import lock
from accounts.services.send_message import send_message
from accounts.states import move
from risk.models import UseEvidence
from risk.use_evidence.rules import use_rule

DUE, MISSING = "use_evidence_due", "use_evidence_missing"
WAITING = (UseEvidence.Status.ASKED, UseEvidence.Status.REFUSED)


def find_evidence_to_follow(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return what is reminded of on a day, and what was to be there by its end and is not."""
    ahead = [business_date + dt.timedelta(days=days) for days in use_rule(business_date).remind_days]
    rows = UseEvidence.objects.filter(
        Q(due_on__in=ahead) | Q(due_on__lte=business_date), pk__gt=after_id, status__in=WAITING
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def follow_use_evidence(*, business_date: dt.date, evidence_ids: list[int]) -> None:
    """Write to the borrower; what is late is marked as missing, which the warnings hear as `use_evidence.missing`.

    Nothing else follows: what may follow stands in the contract.
    """
    rows = UseEvidence.objects.filter(pk__in=evidence_ids, status__in=WAITING).select_related(
        "loan", "borrower"
    )
    for row in lock(rows):
        is_late = row.due_on <= business_date
        if is_late:
            move(row, UseEvidence.Status.MISSING, actor=None, data={"loan": row.loan.number})
        send_message(
            to=row.borrower,
            template=MISSING if is_late else DUE,
            context={"loan": row.loan.number, "due": row.due_on},
            key=f"use_evidence:{row.number}:{'missing' if is_late else 'due'}:{business_date}",
            link=f"/borrow/loans/{row.loan.number}/use/",
        )
