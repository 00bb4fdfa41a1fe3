"""A customer names a bank card of the own, a dealer's owner the company's account."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from stdnum import luhn

from accounts import clock
from accounts.commands import run_once
from accounts.crypto import blind_index
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from accounts.services.screen_card import screen_card
from finance.custody.issuers import issuer_of
from finance.holders import holder_of, require_may_change
from finance.models import BankCard

MAX_OPEN_CARDS = 5


def bind_card(*, actor: User, card_digits: str, bank_name: str = "", key: str) -> str:
    """Keep a card (encrypted, found by a blind index) to be verified by the bank, and return its number (BC…).

    A company's account is kept the same way: its number has up to thirty digits and no check digit that all banks
    share. Refuses a login whose person or company is not verified (`identity_needed`), digits that are no card number
    (`bad_card`), a card this customer already has or somebody else has verified (`card_taken`: one wording for both,
    so that strangers learn nothing), and a sixth card. The bank's name is taken from the table of issuers, else from
    the customer.
    """
    fingerprint = blind_index("card", card_digits)
    return run_once(
        actor=actor,
        command="finance.bind_card",
        key=key,
        inputs={"card": fingerprint, "bank": bank_name},
        perform=lambda: _bind(actor, card_digits, bank_name, fingerprint),
    )


def _bind(actor: User, card_digits: str, bank_name: str, fingerprint: str) -> str:
    holder = holder_of(actor)
    if holder is None:
        raise Refused("identity_needed", _("Please verify your identity first."))
    require_may_change(actor)
    if not (_is_account(card_digits) if holder.is_company else _is_card(card_digits)):
        raise Refused("bad_card", _("This is not a valid card number."), field="card_digits")
    name = bank_name.strip() if holder.is_company else issuer_of(card_digits) or bank_name.strip()
    if not name:
        raise Refused("bank_needed", _("Please enter the bank that issued the card."), field="bank_name")
    standing = BankCard.objects.filter(user=actor, status__in=BankCard.OPEN)
    if standing.count() >= MAX_OPEN_CARDS:
        raise Refused("too_many_cards", _("You already have five cards. Please remove one first."))
    if standing.filter(card_index=fingerprint).exists() or _is_taken(fingerprint):
        raise _taken()
    try:
        with transaction.atomic():
            card = BankCard.objects.create(
                number=next_number("BC"),
                user=actor,
                card_number=card_digits,
                card_index=fingerprint,
                last_four=card_digits[-4:],
                bank_name=name[:40],
                created_at=clock.now(),
            )
    except IntegrityError:
        raise _taken() from None
    record_event("bank_card.requested", subject=card, actor=actor, data={})
    screen_card(user=actor, card_index=fingerprint)
    return card.number


def _is_card(digits: str) -> bool:
    is_number = digits.isascii() and digits.isdigit() and 12 <= len(digits) <= 19
    return is_number and luhn.is_valid(digits)


def _is_account(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 30


def _is_taken(fingerprint: str) -> bool:
    return BankCard.objects.filter(card_index=fingerprint, status=BankCard.Status.VERIFIED).exists()


def _taken() -> Refused:
    return Refused(
        "card_taken", _("This card cannot be added. It may have been added already."), field="card_digits"
    )
