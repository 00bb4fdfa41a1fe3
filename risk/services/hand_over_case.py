"""Hand an approved collection case over to law."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from lending.models import LegalStep
from lending.services.record_legal_step import record_legal_step
from risk.collections.papers import file_facts, keep_paper
from risk.models import CollectionCase, CollectionPaper
from risk.models.collection import NextAction
from risk.services.propose_hand_over import KIND, check_may_hand_over, payload_of


def hand_over_case(*, approval_number: str, actor: User) -> CollectionCase:
    """Use the approval up, freeze the file that goes along, and let lending keep the step, of which holders are told.

    Refuses what `consume_approval`, `check_may_hand_over` and `record_legal_step` refuse; then nothing moved.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        found = CollectionCase.objects.get(hand_over_approval=approval_number)
        consume_approval(
            number=approval_number, kind=KIND, subject=found, payload=payload_of(found), actor=actor
        )
        row = lock_one(CollectionCase.objects.filter(pk=found.pk))
        check_may_hand_over(row)
        step = record_legal_step(
            loan=row.loan, kind=LegalStep.Kind.HANDED_OVER, done_on=today, actor=actor, note=row.number
        )
        keep_paper(row, kind=CollectionPaper.Kind.FILE, facts=file_facts(row), made_by=actor)
        move(
            row,
            CollectionCase.Status.LEGAL,
            actor=actor,
            data={"step": step.number},
            legal_step=step,
            next_action=NextAction.FOLLOW_LAW,
            next_action_on=today,
        )
    return row
