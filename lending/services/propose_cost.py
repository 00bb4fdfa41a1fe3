"""Ask for approval that the borrower owes what a legal step cost."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from accounts.services.request_approval import request_approval
from lending.models import LegalStep, Loan

KIND = "lending.legal_cost"


def propose_cost(*, loan: Loan, number: str, maker: User, reason: str) -> LegalStep:
    """Put a documented cost before another person.

    Refuses (`no_cost`) a step without one or without its paper, (`approved_already`), a second request, no reason.
    """
    with transaction.atomic():
        step = LegalStep.objects.select_related("loan").filter(loan=loan, number=number).first()
        if step is None or not step.cost_fen or step.document_id is None:
            raise Refused("no_cost", _("This step has no documented cost."))
        if step.cost_approved_on is not None:
            raise Refused("approved_already", _("This cost is approved already."))
        approval = request_approval(
            maker=maker,
            kind=KIND,
            subject=step,
            payload=payload_of(step),
            page_path=reverse("office_bad_days", args=[loan.number]),
            reason=reason,
        )
        step.cost_approval_number = approval.number
        step.save(update_fields=["cost_approval_number"])
    return step


def payload_of(step: LegalStep) -> dict[str, Any]:
    """Return what an approval of this cost is bound to."""
    return {"step": step.number, "loan": step.loan.number, "cost_fen": step.cost_fen}
