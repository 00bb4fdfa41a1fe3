"""Count a try before the bank is asked whether the small amount is right."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.locking import lock
from accounts.models import User
from finance.holders import require_may_change
from finance.models import BankCard
from finance.models.bank_card import MAX_TRIES


def prepare_card_check(*, actor: User, card_number: str) -> None:
    """Use up one of three tries, committed before the call, so that guesses sent at once do not get more.

    Refuses a card that is not waiting for its amount (`not_waiting`) or has no try left.
    """
    require_may_change(actor)
    with transaction.atomic():
        found = lock(BankCard.objects.filter(user=actor, number=card_number, status=BankCard.Status.SENT))
        if not found or found[0].tries >= MAX_TRIES:
            raise Refused("not_waiting", _("This card is not waiting for an amount."))
        found[0].tries += 1
        found[0].save(update_fields=["tries"])
