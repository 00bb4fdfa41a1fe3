"""A customer's bank cards."""

import datetime as dt

from accounts import clock
from accounts.crypto import mask_card
from accounts.dealers.queries import owner_of
from accounts.hidden_values import MaskedValue
from accounts.models import Dealer, User
from accounts.rules import rule_value
from finance.models import BankCard


def cards_of(user: User) -> list[BankCard]:
    """Return the cards a customer sees, the default one first; removed ones are gone."""
    rows = BankCard.objects.filter(user=user).exclude(status=BankCard.Status.REMOVED)
    return list(rows.order_by("-is_default", "-pk")[:20])


def verified_cards(user: User) -> list[BankCard]:
    """Return the cards money may come from and go to, the default one first."""
    rows = BankCard.objects.filter(user=user, status=BankCard.Status.VERIFIED)
    return list(rows.order_by("-is_default", "-pk")[:20])


def verified_card(user: User) -> BankCard | None:
    """Return the default card, else the newest verified one."""
    return next(iter(verified_cards(user)), None)


def settlement_accounts(dealer: Dealer) -> list[BankCard]:
    """Return the accounts a dealer's owner has named for the company, the one in use first."""
    owner = owner_of(dealer)
    return cards_of(owner) if owner is not None else []


def settlement_account(dealer: Dealer) -> BankCard | None:
    """Return the verified account to which a dealer is paid."""
    owner = owner_of(dealer)
    return verified_card(owner) if owner is not None else None


def masked_cards(user: User) -> list[MaskedValue]:
    """Return the cards whose digits a colleague may ask for."""
    return [
        MaskedValue(f"{card.bank_name} {mask_card(card.last_four)}", card.number) for card in cards_of(user)
    ]


def card_digits(user: User, number: str) -> str | None:
    """Return the digits on one of the customer's cards; None where it is not theirs."""
    card = BankCard.objects.filter(user=user, number=number).exclude(status=BankCard.Status.REMOVED).first()
    return card.card_number if card is not None else None


def cooling_cards(user: User, *, on: dt.date | None = None) -> dict[int, dt.datetime]:
    """Return when each verified card that is still too new for withdrawals opens for them, by its id.

    Who takes over a login binds a card of the own first: rule `card.cooling` gives the owner the time to notice. The
    first card ever verified for a login may be exempt, for there is nothing yet that somebody could have taken over.
    """
    terms = rule_value("card.cooling", on=on)
    verified = BankCard.objects.filter(user=user, verified_at__isnull=False).order_by("verified_at", "pk")
    rows = list(verified.values_list("pk", "verified_at", "status"))
    later = rows[1:] if terms["first_card_exempt"] else rows
    now, wait = clock.now(), dt.timedelta(hours=terms["hours"])
    return {
        pk: verified_at + wait
        for pk, verified_at, status in later
        if status == BankCard.Status.VERIFIED and now < verified_at + wait
    }


def customers_with_card(card_index: str) -> list[int]:
    """Return the logins that hold or name a card, by the blind index of its number."""
    rows = BankCard.objects.filter(card_index=card_index, status__in=BankCard.OPEN)
    return list(rows.order_by().values_list("user", flat=True))
