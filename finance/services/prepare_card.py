"""Collect what the bank must be told about a card that was just named."""

from dataclasses import dataclass

from finance.holders import holder_of
from finance.models import BankCard, CustodyCustomer


@dataclass(frozen=True)
class CardOrder:
    reference: str
    card_number: str
    # Who the customer is: the bank's own name for the person or company, where it is known there already.
    bank_customer: str
    person_reference: str
    real_name: str
    identity_number: str


def prepare_card(*, card_id: int) -> CardOrder | None:
    """Return the order for a card that still waits for the bank; None where it does not.

    Naming a card moves no money and acts once for each reference, so it may be sent again after a time-out.
    """
    card = BankCard.objects.select_related("user__person").get(pk=card_id)
    holder = holder_of(card.user)
    if card.status != BankCard.Status.REQUESTED or holder is None:
        return None
    known = CustodyCustomer.objects.filter(user_id=card.user_id).first()
    return CardOrder(
        reference=card.number,
        card_number=card.card_number,
        bank_customer=known.bank_customer if known else "",
        person_reference=card.user.number,
        real_name=holder.name,
        identity_number=holder.identity_number,
    )
