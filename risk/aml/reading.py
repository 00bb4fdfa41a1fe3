"""The movements of customers' money as the patterns read them: from the books, and from nothing that can change."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from accounts.models import User
from finance.models import BankCard, Deposit, Transfer, Withdrawal
from risk.domain.aml import IN, OUT, RECEIPT, Movement

# Asked for and not paid out yet, or given back by the bank: the money has not left.
IN_TRANSIT = "2101"
AVAILABLE, HELD = "2001", "2002"
PAID_OUT = "withdrawal.paid"
ASSIGNED = "suspense.assigned"


def movements(
    first_on: dt.date, last_on: dt.date, customer_ids: Collection[int] | None = None
) -> list[Movement]:
    """Return what came to customers from others and what left them, in the order of the books.

    Setting the own money aside moves nothing; a withdrawal counts when the bank has paid it out.
    """
    rows = Transfer.objects.filter(entry__business_date__range=(first_on, last_on))
    return sorted(
        [*_of_wallets(rows, customer_ids), *_withdrawals(rows, customer_ids)],
        key=lambda line: (line.transfer_id or 0, line.direction),
    )


def _of_wallets(rows: "QuerySet[Transfer]", customer_ids: Collection[int] | None) -> Iterable[Movement]:
    between = rows.filter(Q(debit__owner__isnull=False) | Q(credit__owner__isnull=False))
    if customer_ids is not None:
        between = between.filter(Q(debit__owner__in=customer_ids) | Q(credit__owner__in=customer_ids))
    fields = ("pk", "amount_fen", "entry__kind", "entry__reference", "entry__business_date")
    sides = ("debit__owner", "credit__owner", "debit__code", "credit__code")
    for pk, fen, kind, reference, on, giver, taker, from_code, to_code in between.values_list(
        *fields, *sides
    ):
        if giver == taker or IN_TRANSIT in (from_code, to_code):
            continue
        for customer_id, direction in ((giver, OUT), (taker, IN)):
            if customer_id is not None and (customer_ids is None or customer_id in customer_ids):
                yield Movement(customer_id, on, _what(kind, direction), direction, fen, reference, pk)


def _what(kind: str, direction: str) -> str:
    if kind == "deposit.confirmed":
        return "deposit"
    if kind == ASSIGNED:
        return RECEIPT
    return "withdrawal" if kind.startswith("withdrawal.") and direction == OUT else "transfer"


def _withdrawals(rows: "QuerySet[Transfer]", customer_ids: Collection[int] | None) -> Iterable[Movement]:
    paid = rows.filter(entry__kind=PAID_OUT, debit__code=IN_TRANSIT)
    found = list(paid.values_list("pk", "amount_fen", "entry__reference", "entry__business_date"))
    orders = Withdrawal.objects.filter(number__in=[reference for _pk, _fen, reference, _on in found])
    owners = dict(orders.values_list("number", "user"))
    for pk, fen, reference, on in found:
        owner = owners.get(reference)
        if owner is not None and (customer_ids is None or owner in customer_ids):
            yield Movement(owner, on, "withdrawal", OUT, fen, reference, pk)


def moved_anything(day: dt.date) -> bool:
    """Tell whether a day's books hold anything the desk looks at; one query, so that an idle day costs nothing."""
    rows = Transfer.objects.filter(entry__business_date=day)
    return rows.filter(Q(debit__owner__isnull=False) | Q(credit__owner__isnull=False)).exists() or (
        rows.filter(entry__kind__in=[PAID_OUT, "suspense.received"]).exists()
    )


def used_fen(customer_ids: Collection[int], first_on: dt.date, last_on: dt.date) -> dict[int, int]:
    """Return what each customer used here: paid to others or set aside for it, less what was given free again."""
    rows = Transfer.objects.filter(entry__business_date__range=(first_on, last_on))
    spent = rows.filter(debit__owner__in=customer_ids, debit__code=AVAILABLE).exclude(credit__code=IN_TRANSIT)
    freed = rows.filter(
        credit__owner__in=customer_ids,
        credit__code=AVAILABLE,
        debit__code=HELD,
        debit__owner=F("credit__owner"),
    )
    used: dict[int, int] = defaultdict(int)
    for sign, owner, side in ((1, "debit__owner", spent), (-1, "credit__owner", freed)):
        for customer_id, fen in side.values_list(owner).annotate(fen=Sum("amount_fen")):
            used[customer_id] += sign * fen
    return used


def organisations(customer_ids: Iterable[int]) -> set[int]:
    """Return which of these wallets are companies'."""
    rows = User.objects.filter(pk__in=list(customer_ids), kind=User.Kind.DEALER)
    return set(rows.values_list("pk", flat=True))


def cards_used(lines: Iterable[Movement]) -> dict[str, Any]:
    """Return the card of each deposit and withdrawal among these, by the order's number."""
    numbers = [line.reference for line in lines if line.what in ("deposit", "withdrawal")]
    found: dict[str, Any] = {}
    for model in (Deposit, Withdrawal):
        rows = model._default_manager.filter(number__in=numbers).select_related("card")
        found |= {row.number: row.card for row in rows}
    return found


def orders_with_cards(cards: Iterable[BankCard], first_on: dt.date, last_on: dt.date) -> list[Movement]:
    """Return what was paid in from, or out to, cards of these digits between two days, by whomever."""
    same = BankCard.objects.filter(card_index__in={card.card_index for card in cards})
    owners = set(same.values_list("user", flat=True))
    if len(owners) < 2:
        return []
    lines = [line for line in movements(first_on, last_on, owners) if line.what in ("deposit", "withdrawal")]
    ids = set(same.values_list("pk", flat=True))
    used = cards_used(lines)
    return [line for line in lines if line.reference in used and used[line.reference].pk in ids]
