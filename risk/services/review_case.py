"""Write an opinion on a case and hand it to the one who decides."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.cases.checklist import open_checks
from risk.models import CreditCase
from risk.services.ask_customer import refuse_open_query


def review_case(*, case: CreditCase, reviewer: User, opinion: str) -> CreditCase:
    """Record the opinion and move the case to its decision.

    Refuses (`no_opinion`) an empty one, (`not_open`) a case that is past its review, (`own_application`) a reviewer
    who is the borrower, (`checks_open`) while items of the checklist are unanswered, (`query_open`) while the customer
    is asked, (`visit_open`) while a visit is asked for, (`for_another`) the reviewer from whom the case was taken.
    """
    if not opinion.strip():
        raise Refused("no_opinion", _("Write down what you found."), field="opinion")
    if reviewer.person_id is not None and reviewer.person_id == case.application.borrower.person_id:
        raise Refused("own_application", _("Nobody reviews an application of their own."))
    with transaction.atomic():
        row = lock_one(CreditCase.objects.filter(pk=case.pk))
        if row.status != CreditCase.Status.OPEN:
            raise Refused("not_open", _("This case has already been reviewed."))
        _check_work(row, reviewer)
        move(
            row,
            CreditCase.Status.REVIEWED,
            actor=reviewer,
            opinion=opinion.strip(),
            reviewed_by=reviewer,
            reviewed_at=clock.now(),
        )
    return row


def _check_work(row: CreditCase, reviewer: User) -> None:
    waiting = open_checks(row)
    if waiting:
        raise Refused(
            "checks_open", _("Not answered yet: %s.") % "; ".join(item.words for item in waiting[:5])
        )
    refuse_open_query(row)
    if row.visits.filter(status="asked").exists():
        raise Refused("visit_open", _("A visit was asked for and is not made yet."))
    last = row.returns.select_related("reviewed_by").order_by("-pk").first()
    if last is not None and last.is_for_another and is_same_person(last.reviewed_by, reviewer):
        raise Refused("for_another", _("Somebody else is to review this case now."))
