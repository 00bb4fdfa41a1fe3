"""Write down what the bank said to a new card."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock
from accounts.states import move
from finance.custody.gateway import Accepted, Answer, Declined
from finance.models import BankCard


def record_card_answer(*, card_number: str, answer: Answer) -> None:
    """Note that the small amount was sent, or end a declined card; without an answer the card goes on waiting."""
    with transaction.atomic():
        found = lock(BankCard.objects.filter(number=card_number, status=BankCard.Status.REQUESTED))
        if not found:
            return
        if isinstance(answer, Accepted):
            move(found[0], "sent", actor=None, bank_token=answer.token, bank_page_url=answer.page_url)
        elif isinstance(answer, Declined):
            move(found[0], "failed", actor=None, failure=answer.reason[:40], ended_at=clock.now())
