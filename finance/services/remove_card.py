"""A customer takes a card off the list."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock
from accounts.models import User
from accounts.states import move
from finance.models import BankCard, Deposit, Withdrawal


def remove_card(*, actor: User, card_number: str) -> None:
    """Remove a card; the newest other verified one becomes the default.

    Refuses a card with a deposit or withdrawal under way (`card_in_use`). The row stays: past orders name it.
    """
    with transaction.atomic():
        cards = lock(BankCard.objects.filter(user=actor).exclude(status=BankCard.Status.REMOVED))
        card = next((one for one in cards if one.number == card_number), None)
        if card is None:
            raise Refused("no_card", _("This card has already been removed."))
        for orders in (Deposit.objects, Withdrawal.objects):
            if orders.filter(card=card, status__in=Deposit.IN_TRANSIT).exists():
                raise Refused(
                    "card_in_use", _("A payment with this card is under way. Please wait until it has ended.")
                )
        was_default = card.is_default
        move(card, "removed", actor=actor, is_default=False, ended_at=clock.now())
        others = [one for one in cards if one.status == BankCard.Status.VERIFIED and one.pk != card.pk]
        if was_default and others:
            BankCard.objects.filter(pk=others[-1].pk).update(is_default=True)
