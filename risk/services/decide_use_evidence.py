"""Accept or refuse evidence of what a loan's money was used for."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.send_message import send_message
from accounts.states import move
from risk.models import CreditCase, UseEvidence
from risk.use_evidence.rules import use_rule

ACCEPTED, REFUSED = "use_evidence_accepted", "use_evidence_refused"


def decide_use_evidence(
    *, evidence: UseEvidence, is_accepted: bool, actor: User, because: str = ""
) -> UseEvidence:
    """Decide; a refusal gives the borrower the days of the rule to hand in better evidence.

    Refuses (`no_reason`) a refusal without one, (`not_handed_in`), (`own_loan`) the borrower under any login, and
    (`own_opinion`) whoever recommended the loan: nobody proves the own opinion right.
    """
    if not is_accepted and not because.strip():
        raise Refused("no_reason", _("Say why it is not accepted; the borrower reads it."), field="because")
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_one(UseEvidence.objects.filter(pk=evidence.pk))
        if row.status != UseEvidence.Status.HANDED_IN:
            raise Refused("not_handed_in", _("Nothing waits here to be looked at."))
        require_may_decide(row, actor)
        again_on = today + dt.timedelta(days=use_rule(today).again_days)
        move(
            row,
            UseEvidence.Status.ACCEPTED if is_accepted else UseEvidence.Status.REFUSED,
            actor=actor,
            data={"loan": row.loan.number},
            because="" if is_accepted else because.strip()[:300],
            decided_by=actor,
            decided_at=clock.now(),
            due_on=row.due_on if is_accepted else again_on,
        )
        send_message(
            to=row.borrower,
            template=ACCEPTED if is_accepted else REFUSED,
            context={"loan": row.loan.number, "because": row.because, "due": row.due_on},
            key=f"use_evidence:{row.number}:decided:{row.papers.count()}:{today}",
            link=f"/borrow/loans/{row.loan.number}/use/",
        )
    return row


def require_may_decide(evidence: UseEvidence, actor: User) -> None:
    """Refuse the borrower under any login, and whoever wrote the opinion on the loan's case."""
    if is_same_person(evidence.borrower, actor):
        raise Refused("own_loan", _("Nobody decides about a loan of their own."))
    cases = CreditCase.objects.filter(application=evidence.loan.application_id, reviewed_by__isnull=False)
    if any(
        is_same_person(one.reviewed_by, actor)
        for one in cases.select_related("reviewed_by")
        if one.reviewed_by
    ):
        raise Refused("own_opinion", _("You recommended this loan; another colleague looks at the evidence."))
