"""What finance knows of a person: cards, wallet, orders to the bank; what binds it, and how it is erased."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.personal_data import (
    Binding,
    Coded,
    PersonalData,
    Record,
    register_binding,
    register_eraser,
    register_personal_data,
)
from accounts.rules import rule_value
from finance.models import BankCard, Deposit, LedgerAccount, Transfer, WalletFreeze, Withdrawal
from finance.models.bank_order import BankOrder
from finance.queries.statement import statement_lines
from finance.queries.wallets import wallet_balance

ORDER_LABELS = {
    "number": gettext_lazy("Number"),
    "amount_fen": gettext_lazy("Amount"),
    "status": gettext_lazy("State"),
    "card": gettext_lazy("Bank card"),
    "requested_at": gettext_lazy("Requested"),
    "ended_at": gettext_lazy("Ended"),
}


def register_finance_data() -> None:
    """Register parts, binding and eraser of finance."""
    register_personal_data(
        PersonalData(
            "bank_cards",
            gettext_lazy("Bank cards"),
            50,
            {
                "card_number": gettext_lazy("Card number"),
                "bank_name": gettext_lazy("Bank"),
                "status": gettext_lazy("State"),
                "number": gettext_lazy("Number"),
                "created_at": gettext_lazy("Added"),
            },
            _cards,
        ),
        PersonalData(
            "wallet",
            gettext_lazy("Wallet"),
            51,
            {"available_fen": gettext_lazy("Available"), "held_fen": gettext_lazy("Held")},
            _wallet,
        ),
        PersonalData(
            "wallet_freezes",
            gettext_lazy("Freezes of the wallet"),
            55,
            {
                "reason": gettext_lazy("Reason"),
                "frozen_at": gettext_lazy("Frozen"),
                "shortfall_fen": gettext_lazy("Missing amount"),
                "lifted_at": gettext_lazy("Lifted"),
            },
            _freezes,
        ),
        PersonalData("deposits", gettext_lazy("Deposits"), 52, ORDER_LABELS, _deposits),
        PersonalData("withdrawals", gettext_lazy("Withdrawals"), 53, ORDER_LABELS, _withdrawals),
        PersonalData(
            "wallet_movements",
            gettext_lazy("Wallet movements"),
            54,
            {
                "posted_at": gettext_lazy("When"),
                "kind": gettext_lazy("Movement"),
                "reference": gettext_lazy("Order number"),
                "available_change_fen": gettext_lazy("Available change"),
                "held_change_fen": gettext_lazy("Held change"),
                "available_after_fen": gettext_lazy("Available after"),
            },
            _movements,
        ),
    )
    register_binding("finance", bindings)
    register_eraser("finance", 30, erase)


def _cards(user: User) -> Iterator[Record]:
    for card in BankCard.objects.filter(user=user).order_by("pk"):
        yield {
            "card_number": card.card_number,
            "bank_name": card.bank_name,
            "status": Coded(card.status, card.get_status_display()),
            "number": card.number,
            "created_at": card.created_at,
        }


def _freezes(user: User) -> Iterator[Record]:
    for row in WalletFreeze.objects.filter(user=user).order_by("pk"):
        yield {
            "reason": Coded(row.reason, row.get_reason_display()),
            "frozen_at": row.frozen_at,
            "shortfall_fen": row.shortfall_fen,
            "lifted_at": row.lifted_at,
        }


def _wallet(user: User) -> Iterator[Record]:
    balance = wallet_balance(user)
    yield {"available_fen": balance.available_fen, "held_fen": balance.held_fen}


def _deposits(user: User) -> Iterator[Record]:
    for row in Deposit.objects.filter(user=user).select_related("card").order_by("pk"):
        yield _order(row)


def _withdrawals(user: User) -> Iterator[Record]:
    for row in Withdrawal.objects.filter(user=user).select_related("card").order_by("pk"):
        yield _order(row)


def _order(row: BankOrder) -> Record:
    return {
        "number": row.number,
        "amount_fen": row.amount_fen,
        "status": Coded(row.status, row.get_status_display()),
        "card": row.card.masked,
        "requested_at": row.requested_at,
        "ended_at": row.ended_at,
    }


def _movements(user: User) -> Iterator[Record]:
    for line in statement_lines(user):
        yield {
            "posted_at": line.posted_at,
            "business_date": line.business_date,
            "kind": Coded(line.kind, line.kind_label),
            "reference": line.reference,
            "available_change_fen": line.available_change_fen,
            "held_change_fen": line.held_change_fen,
            "available_after_fen": line.available_after_fen,
            "held_after_fen": line.held_after_fen,
        }


def bindings(user: User) -> list[Binding]:
    """Money and open orders bind without a date, whatever moved for the years the law against laundering names."""
    found = []
    if wallet_balance(user).total_fen:
        found.append(Binding(_("There is money in the wallet.")))
    for orders in (Deposit.objects, Withdrawal.objects):
        if orders.filter(user=user, status__in=BankOrder.IN_TRANSIT).exists():
            found.append(Binding(_("An order is still with the bank.")))
    accounts = list(LedgerAccount.objects.filter(owner=user).values_list("pk", flat=True))
    moved = Transfer.objects.filter(Q(debit_id__in=accounts) | Q(credit_id__in=accounts))
    last_on = moved.aggregate(on=Max("entry__business_date"))["on"]
    if last_on is not None:
        years = rule_value("aml.large")["keep_years"]
        sentence = _("Records of payments are kept for %(years)s years (Anti-Money-Laundering Law).")
        found.append(Binding(sentence % {"years": years}, until_on=_years_later(last_on, years)))
    return found


def _years_later(day: dt.date, years: int) -> dt.date:
    """Return the same day years later, the last of February for a leap day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def erase(user: User) -> None:
    """Empty the digits of the cards; their rows stay, because orders name them."""
    for card in BankCard.objects.filter(user=user).only("pk"):
        BankCard.objects.filter(pk=card.pk).update(
            card_number="", card_index=f"erased:{card.pk}", last_four="", is_default=False
        )
