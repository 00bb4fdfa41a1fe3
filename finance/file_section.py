"""What finance shows in a customer's file: the wallet and the bank cards, masked."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.customer_events import add_customer_things
from accounts.models import User
from accounts.web.customer_file import FileSection, add_file_section
from accounts.web.event_words import add_event_words
from finance.models import BankCard, Deposit, Withdrawal
from finance.queries.cards import cards_of, cooling_cards
from finance.queries.freezes import wallet_frozen
from finance.queries.wallets import WalletBalance, wallet_balance

NEWEST = 5
EVENT_WORDS = {
    "bank_card.requested": _("Bank card named"),
    "bank_card.sent": _("Small amount sent to the bank card"),
    "bank_card.verified": _("Bank card verified"),
    "bank_card.failed": _("Bank card not verified"),
    "bank_card.removed": _("Bank card removed"),
    "bank_card.made_default": _("Bank card made the usual one"),
}


@dataclass(frozen=True)
class CardRow:
    card: BankCard
    cools_until_at: dt.datetime | None


@dataclass(frozen=True)
class MoneyData:
    wallet: WalletBalance
    is_frozen: bool
    cards: list[CardRow]
    deposits: list[Deposit]
    withdrawals: list[Withdrawal]


def register_file_section() -> None:
    """Add the section, and what happens to cards to what happened."""
    add_customer_things("bankcard", lambda user: BankCard.objects.filter(user=user))
    add_event_words(EVENT_WORDS)
    add_file_section(
        FileSection(
            "money",
            50,
            _("Wallet and cards"),
            "wallet",
            "finance/office/file/_money.html",
            _money,
            "finance.see_wallets",
        )
    )


def _money(viewer: User, customer: User) -> MoneyData:
    cooling = cooling_cards(customer)
    return MoneyData(
        wallet=wallet_balance(customer),
        is_frozen=wallet_frozen(customer) is not None,
        cards=[CardRow(card, cooling.get(card.pk)) for card in cards_of(customer)],
        deposits=list(Deposit.objects.filter(user=customer).order_by("-pk")[:NEWEST]),
        withdrawals=list(Withdrawal.objects.filter(user=customer).order_by("-pk")[:NEWEST]),
    )
