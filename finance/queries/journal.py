"""The journal as the office reads it: entries with their amount, one entry with its transfers."""

import datetime as dt
import re
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum

from finance.chart import CHART, SLOTS, ChartAccount
from finance.models import Adjustment, Entry, LedgerAccount, Transfer

# A house account has as many rows as there are slots, a customer two.
FEW_ACCOUNTS = 2 * SLOTS
FEW_ENTRIES = 500
NUMBER = re.compile(r"JE(?P<day>[0-9]{8})(?P<id>[0-9]{8,18})", re.ASCII)


@dataclass(frozen=True)
class JournalFilter:
    """What the journal is narrowed to; empty fields narrow nothing."""

    reference: str = ""
    customer_number: str = ""
    code: str = ""
    from_on: dt.date | None = None
    until_on: dt.date | None = None


def journal(narrow: JournalFilter) -> QuerySet[Entry]:
    """Return the entries a filter lets through, each with `amount_fen`, the sum of its transfers."""
    own = Transfer.objects.filter(entry=OuterRef("pk"))
    rows = Entry.objects.select_related("posted_by", "reverses")
    if narrow.reference:
        rows = rows.filter(reference=narrow.reference)
    if narrow.from_on:
        rows = rows.filter(business_date__gte=narrow.from_on)
    if narrow.until_on:
        rows = rows.filter(business_date__lte=narrow.until_on)
    if narrow.code:
        rows = rows.filter(_touching(LedgerAccount.objects.filter(code=narrow.code)))
    if narrow.customer_number:
        rows = rows.filter(_touching(LedgerAccount.objects.filter(owner__number=narrow.customer_number)))
    sums = own.order_by().values("entry").annotate(fen=Sum("amount_fen")).values("fen")
    return rows.annotate(amount_fen=Subquery(sums))


def _touching(accounts: QuerySet[LedgerAccount]) -> Q:
    """Return the condition that an entry moves one of these accounts.

    What moved seldom is found by its entries: the planner would ask every entry of the books whether it is one of six.
    """
    keys = list(accounts.values_list("pk", flat=True)[: FEW_ACCOUNTS + 1])
    is_few = len(keys) <= FEW_ACCOUNTS
    touched = (
        Q(debit__in=keys) | Q(credit__in=keys) if is_few else Q(debit__in=accounts) | Q(credit__in=accounts)
    )
    if is_few:
        entries = set(Transfer.objects.filter(touched).values_list("entry", flat=True)[: FEW_ENTRIES + 1])
        if len(entries) <= FEW_ENTRIES:
            return Q(pk__in=entries)
    return Q(Exists(Transfer.objects.filter(touched, entry=OuterRef("pk"))))


def find_entry(number: str) -> Entry | None:
    """Return the entry of a journal number, None when there is none."""
    match = NUMBER.fullmatch(number)
    if match is None:
        return None
    entry = Entry.objects.select_related("posted_by", "reverses").filter(pk=int(match["id"])).first()
    return entry if entry is not None and entry.number == number else None


def transfers_of(entry: Entry) -> list[Transfer]:
    """Return an entry's transfers with their accounts and owners, in the order they were posted."""
    related = ("debit__owner", "credit__owner")
    return list(Transfer.objects.filter(entry=entry).select_related(*related).order_by("pk"))


def adjustment_of(entry: Entry) -> Adjustment | None:
    """Return why an entry was dated by hand, None for one that was not."""
    return Adjustment.objects.select_related("posted_by").filter(entry=entry).first()


def account_name(code: str) -> str:
    """Return the code and the name of an account of the chart."""
    account: ChartAccount | None = CHART.get(code)
    return f"{code} {account.name}" if account else code
