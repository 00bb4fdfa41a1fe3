"""Write down whether the small amount was right."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock
from accounts.models import User
from accounts.states import move
from finance.custody.gateway import Accepted, Answer, Unknown
from finance.messages import tell_of_new_card
from finance.models import BankCard


def record_card_check(*, actor: User, card_number: str, answer: Answer) -> None:
    """Verify the card (the first one becomes the default) or say how many tries are left; the third ends the card.

    Refuses `wrong_amount` with the try used up, `no_answer` with the try given back, and `card_taken` where
    another person verified the same card meanwhile.
    """
    with transaction.atomic():
        found = lock(BankCard.objects.filter(user=actor, number=card_number, status=BankCard.Status.SENT))
        if not found:
            return
        refusal = _settle(found[0], actor, answer)
    if refusal is not None:
        raise refusal


def _settle(card: BankCard, actor: User, answer: Answer) -> Refused | None:
    if isinstance(answer, Accepted):
        return _verify(card, actor)
    if isinstance(answer, Unknown):
        card.tries -= 1
        card.save(update_fields=["tries"])
        return Refused(
            "no_answer", _("The bank did not answer. Please try again in a moment."), field="amount"
        )
    if card.tries_left == 0:
        move(card, "failed", actor=actor, failure="wrong_amount", ended_at=clock.now())
        return Refused("wrong_amount", _("The amount was wrong three times. Please add the card again."))
    left = ngettext(
        "This is not the amount. You have %(count)d try left.",
        "This is not the amount. You have %(count)d tries left.",
        card.tries_left,
    )
    return Refused("wrong_amount", left % {"count": card.tries_left}, field="amount")


def _verify(card: BankCard, actor: User) -> Refused | None:
    is_first = not BankCard.objects.filter(user=actor, is_default=True).exists()
    try:
        with transaction.atomic():
            move(card, "verified", actor=actor, verified_at=clock.now(), is_default=is_first)
    except IntegrityError:
        move(card, "failed", actor=actor, failure="name_mismatch", ended_at=clock.now())
        return Refused("card_taken", _("This card cannot be added. It may have been added already."))
    tell_of_new_card(card)
    return None
