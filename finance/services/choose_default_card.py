"""A customer says which card is used unless another is chosen."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock
from accounts.models import User
from finance.holders import require_may_change
from finance.models import BankCard


def choose_default_card(*, actor: User, card_number: str) -> None:
    """Make one verified card the default; refuses (`card_not_verified`) any other card."""
    require_may_change(actor)
    with transaction.atomic():
        cards = lock(BankCard.objects.filter(user=actor, status=BankCard.Status.VERIFIED))
        chosen = next((card for card in cards if card.number == card_number), None)
        if chosen is None:
            raise Refused("card_not_verified", _("Please choose a verified bank card in your own name."))
        if chosen.is_default:
            return
        BankCard.objects.filter(user=actor, is_default=True).update(is_default=False)
        BankCard.objects.filter(pk=chosen.pk).update(is_default=True)
        record_event("bank_card.made_default", subject=chosen, actor=actor, data={})
