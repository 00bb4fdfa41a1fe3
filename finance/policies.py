"""Fetching is checking: what is not yours does not exist, what is not allowed is refused."""

import datetime as dt
from collections.abc import Mapping

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from accounts.web.formats import moment
from finance.chart_in_force import ReportAccount
from finance.domain.money import MAX_FEN
from finance.models import (
    BankCard,
    ChartVersion,
    CustodyStatement,
    Deposit,
    Entry,
    ReconciliationBreak,
    SolvencyProof,
    SuspenseItem,
    WalletFreeze,
    Withdrawal,
)
from finance.periods.months import Month, months
from finance.queries.cards import cooling_cards
from finance.queries.journal import find_entry
from finance.queries.reconciliation import current_statement


def access_deposit(user: User, number: str) -> Deposit:
    """Return the customer's own deposit, else 404."""
    deposit = Deposit.objects.select_related("card").filter(user=user, number=number).first()
    if deposit is None:
        raise Http404
    return deposit


def access_withdrawal(user: User, number: str) -> Withdrawal:
    """Return the customer's own withdrawal, else 404."""
    withdrawal = Withdrawal.objects.select_related("card").filter(user=user, number=number).first()
    if withdrawal is None:
        raise Http404
    return withdrawal


def access_order_as_staff(number: str) -> Deposit | Withdrawal:
    """Return a deposit or a withdrawal for the office, else 404."""
    deposit = Deposit.objects.select_related("card", "user").filter(number=number).first()
    order = deposit or Withdrawal.objects.select_related("card", "user").filter(number=number).first()
    if order is None:
        raise Http404
    return order


def access_card(user: User, number: str) -> BankCard:
    """Return the customer's own card that was not removed, else 404."""
    card = BankCard.objects.filter(user=user, number=number).exclude(status=BankCard.Status.REMOVED).first()
    if card is None:
        raise Http404
    return card


def access_suspense_item(number: str) -> SuspenseItem:
    """Return a receipt in suspense for the office, else 404."""
    item = (
        SuspenseItem.objects.select_related("receipt", "assigned_to", "cleared_by")
        .filter(number=number)
        .first()
    )
    if item is None:
        raise Http404
    return item


def access_entry(number: str) -> Entry:
    """Return an entry of the journal for the office, else 404."""
    entry = find_entry(number)
    if entry is None:
        raise Http404
    return entry


def access_account(code: str, chart: Mapping[str, ReportAccount]) -> ReportAccount:
    """Return an account of a chart, else 404."""
    account = chart.get(code)
    if account is None:
        raise Http404
    return account


def access_month(number: str) -> Month:
    """Return a month of the books by its number (2026-11), else 404."""
    found = next((month for month in months() if month.number == number), None)
    if found is None:
        raise Http404
    return found


def access_chart_version(number: str) -> ChartVersion:
    """Return a version of the chart of accounts, else 404."""
    version = ChartVersion.objects.select_related("planned_by").filter(number=number).first()
    if version is None:
        raise Http404
    return version


def access_standing_freeze(reference: str) -> WalletFreeze:
    """Return the standing freeze that an order led to, for the office, else 404."""
    freeze = WalletFreeze.objects.filter(reference=reference, lifted_at__isnull=True).order_by("pk").first()
    if freeze is None:
        raise Http404
    return freeze


def own_verified_card(user: User, number: str) -> BankCard:
    """Return the customer's own verified card; refuses any other (samename)."""
    card = BankCard.objects.filter(user=user, number=number, status=BankCard.Status.VERIFIED).first()
    if card is None:
        raise Refused(
            "card_not_verified", _("Please choose a verified bank card in your own name."), field="card"
        )
    return card


def card_for_withdrawals(user: User, number: str) -> BankCard:
    """Return the customer's own verified card; refuses (`card_cooling`) one that is too new to pay out to."""
    card = own_verified_card(user, number)
    opens_at = cooling_cards(user).get(card.pk)
    if opens_at is not None:
        words = (
            _("Nothing was moved. This account is new and takes withdrawals from %(at)s on.")
            if user.kind == User.Kind.DEALER
            else _(
                "Nothing was moved. This card is new and takes withdrawals from %(at)s on; choose another until then."
            )
        )
        raise Refused("card_cooling", words % {"at": moment(opens_at)}, field="card")
    return card


def check_amount(amount_fen: int) -> None:
    """Refuse what is no positive whole number of fen within the ledger's range."""
    if type(amount_fen) is not int or not 0 < amount_fen <= MAX_FEN:
        raise Refused("bad_amount", _("Please enter an amount above zero."), field="amount")


def access_matched_day(day: str) -> CustodyStatement:
    """Return the statement of a day (2026-11-23) that counts, for the office, else 404."""
    statement = current_statement(_day_or_404(day))
    if statement is None:
        raise Http404
    return statement


def access_statement_file(number: str) -> CustodyStatement:
    """Return an imported file of whatever state, with its content, for the office, else 404."""
    statement = CustodyStatement.objects.select_related("imported_by").filter(number=number).first()
    if statement is None:
        raise Http404
    return statement


def access_break(number: str) -> ReconciliationBreak:
    """Return a break for the office, else 404."""
    found = (
        ReconciliationBreak.objects.select_related("owner", "resolved_by", "checked_by", "statement")
        .defer("statement__content")
        .filter(number=number)
        .first()
    )
    if found is None:
        raise Http404
    return found


def access_published_proof(day: str) -> SolvencyProof | None:
    """Return what was published of a day, of no day the newest (None where nothing was yet), else 404."""
    rows = SolvencyProof.objects.select_related("tree").order_by("-business_on")
    if not day:
        return rows.first()
    proof = rows.filter(business_on=_day_or_404(day)).first()
    if proof is None:
        raise Http404
    return proof


def _day_or_404(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
