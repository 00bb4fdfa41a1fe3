"""What must always hold in the books. Each check returns one sentence for each breach, the first few of many."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Subquery, Sum
from django.utils.translation import gettext as _

from accounts import append_only
from accounts.invariants import invariant
from finance.chart import BOOK_NAMES, CUSTODY
from finance.chart_in_force import find_accounts
from finance.domain.money import format_yuan
from finance.models import Entry, LedgerAccount, Transfer
from finance.models.ledger import WALLET_CODES
from finance.queries.balances import code_balances

SHOWN = 20

TOTALS = """
SELECT row.id, row.code, row.debits_fen, row.credits_fen, COALESCE(debit.fen, 0), COALESCE(credit.fen, 0)
FROM finance_ledgeraccount AS row
LEFT JOIN (SELECT debit_id AS id, SUM(amount_fen) AS fen FROM finance_transfer GROUP BY debit_id) AS debit
    ON debit.id = row.id
LEFT JOIN (SELECT credit_id AS id, SUM(amount_fen) AS fen FROM finance_transfer GROUP BY credit_id) AS credit
    ON credit.id = row.id
WHERE row.debits_fen <> COALESCE(debit.fen, 0) OR row.credits_fen <> COALESCE(credit.fen, 0)
ORDER BY row.id
"""
HELD = """
SELECT owner.number, COALESCE(hold.fen, 0), COALESCE(wallet.fen, 0)
FROM accounts_user AS owner
LEFT JOIN (
    SELECT owner_id, SUM(amount_fen) AS fen FROM finance_hold WHERE status = 'held' GROUP BY owner_id
) AS hold ON hold.owner_id = owner.id
LEFT JOIN (
    SELECT owner_id, credits_fen - debits_fen AS fen FROM finance_ledgeraccount WHERE code = '2002'
) AS wallet ON wallet.owner_id = owner.id
WHERE COALESCE(hold.fen, 0) <> COALESCE(wallet.fen, 0)
ORDER BY owner.number
"""
# By entry and owner: what the entry moved into (or out of) held wallets, and the holds that say so.
HOLD_ENTRIES = """
SELECT entry.reference, owner.number, SUM(side.moved_fen), SUM(side.hold_fen)
FROM (
    SELECT transfer.entry_id, account.owner_id, transfer.amount_fen AS moved_fen, 0 AS hold_fen
    FROM finance_transfer AS transfer JOIN finance_ledgeraccount AS account ON account.id = transfer.credit_id
    WHERE account.code = '2002'
  UNION ALL
    SELECT transfer.entry_id, account.owner_id, -transfer.amount_fen, 0
    FROM finance_transfer AS transfer JOIN finance_ledgeraccount AS account ON account.id = transfer.debit_id
    WHERE account.code = '2002'
  UNION ALL
    SELECT placed_entry_id, owner_id, 0, amount_fen FROM finance_hold
  UNION ALL
    SELECT ended_entry_id, owner_id, 0, -amount_fen FROM finance_hold WHERE ended_entry_id IS NOT NULL
) AS side
JOIN finance_entry AS entry ON entry.id = side.entry_id
JOIN accounts_user AS owner ON owner.id = side.owner_id
GROUP BY entry.id, entry.reference, owner.number
HAVING SUM(side.moved_fen) <> SUM(side.hold_fen)
ORDER BY entry.id, owner.number
"""


@invariant("debits_equal_credits")
def debits_equal_credits() -> list[str]:
    """Σ debits = Σ credits in each book."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for balance in code_balances().values():
        sums[balance.book][0] += balance.debits_fen
        sums[balance.book][1] += balance.credits_fen
    return [
        _("%(book)s: debits %(debits)s, credits %(credits)s.")
        % {"book": BOOK_NAMES[book], "debits": format_yuan(debits_fen), "credits": format_yuan(credits_fen)}
        for book, (debits_fen, credits_fen) in sums.items()
        if debits_fen != credits_fen
    ]


@invariant("totals_equal_transfers")
def totals_equal_transfers() -> list[str]:
    """Each account's totals, rebuilt from its transfers from zero, equal the live ones."""
    return [
        _("Account %(code)s (row %(row)s): totals %(debits)s / %(credits)s, transfers %(moved)s / %(given)s.")
        % {
            "code": code,
            "row": row,
            "debits": format_yuan(debits_fen),
            "credits": format_yuan(credits_fen),
            "moved": format_yuan(int(moved_fen)),
            "given": format_yuan(int(given_fen)),
        }
        for row, code, debits_fen, credits_fen, moved_fen, given_fen in _rows(TOTALS)
    ]


@invariant("no_transfer_across_books")
def no_transfer_across_books() -> list[str]:
    """No transfer crosses from one book to another, and every account is of the chart."""
    pairs = set(Transfer.objects.values_list("debit__code", "credit__code").distinct().order_by())
    known = find_accounts(code for pair in pairs for code in pair)
    return [
        _("Transfers from %(debit)s to %(credit)s cross books.") % {"debit": debit, "credit": credit}
        for debit, credit in sorted(pairs)
        if debit not in known or credit not in known or known[debit].book != known[credit].book
    ]


@invariant("custody_adds_up")
def custody_adds_up() -> list[str]:
    """Custody bank = wallets + payouts in transit + suspense + tax withheld + the company's money in custody."""
    balances = code_balances()
    bank_fen = balances["1001"].balance_fen
    others_fen = sum(
        balance.balance_fen
        for code, balance in balances.items()
        if balance.book == CUSTODY and code != "1001"
    )
    return _unequal(_("custody bank"), bank_fen, _("what it is owed to"), others_fen)


@invariant("company_money_agrees")
def company_money_agrees() -> list[str]:
    """What the custody book holds for the company (2190) is what its own book says (1003), and never below zero."""
    balances = code_balances()
    own_fen, due_fen = balances["2190"].balance_fen, balances["1003"].balance_fen
    breaches = _unequal("2190", own_fen, "1003", due_fen)
    if own_fen < 0:
        breaches.append(_("The company's money in custody is %(amount)s.") % {"amount": format_yuan(own_fen)})
    return breaches


@invariant("wallets_not_negative")
def wallets_not_negative() -> list[str]:
    """No wallet is negative, available and held each for itself."""
    rows = LedgerAccount.objects.filter(code__in=WALLET_CODES, credits_fen__lt=F("debits_fen"))
    return [
        _("Wallet %(code)s of %(owner)s is %(amount)s.")
        % {"code": row.code, "owner": row.owner.number, "amount": format_yuan(row.balance_fen)}
        for row in rows.select_related("owner").order_by("pk")[:SHOWN]
        if row.owner is not None
    ]


@invariant("memorandum_agrees")
def memorandum_agrees() -> list[str]:
    """What borrowers owe is what investors are owed, alive (1301 = 2301) and written off (1302 = 2302)."""
    balances = code_balances()
    breaches = []
    for loans, claims in (("1301", "2301"), ("1302", "2302")):
        breaches += _unequal(loans, balances[loans].balance_fen, claims, balances[claims].balance_fen)
        if balances[loans].balance_fen < 0:
            breaches.append(
                _("Account %(code)s is %(amount)s.")
                % {"code": loans, "amount": format_yuan(balances[loans].balance_fen)}
            )
    return breaches


@invariant("open_holds_are_held")
def open_holds_are_held() -> list[str]:
    """Each customer's open holds add up to the held wallet."""
    return [
        _("%(owner)s: open holds %(holds)s, held wallet %(wallet)s.")
        % {"owner": owner, "holds": format_yuan(int(holds_fen)), "wallet": format_yuan(int(wallet_fen))}
        for owner, holds_fen, wallet_fen in _rows(HELD)
    ]


@invariant("each_hold_ends_once")
def each_hold_ends_once() -> list[str]:
    """Every move into or out of a held wallet is a hold placed or ended by that entry, each hold once."""
    return [
        _("%(reference)s of %(owner)s: moved %(moved)s, holds %(holds)s.")
        % {
            "reference": reference,
            "owner": owner,
            "moved": format_yuan(int(moved_fen)),
            "holds": format_yuan(int(hold_fen)),
        }
        for reference, owner, moved_fen, hold_fen in _rows(HOLD_ENTRIES)
    ]


@invariant("entries_move_something")
def entries_move_something() -> list[str]:
    """No entry is empty, and a reversal gives back what the entry it reverses took."""
    empty = Entry.objects.filter(transfers__isnull=True)
    moved = Transfer.objects.filter(entry=OuterRef("pk")).order_by().values("entry")
    sums = moved.annotate(fen=Sum("amount_fen")).values("fen")
    first = Transfer.objects.filter(entry=OuterRef("reverses")).order_by().values("entry")
    first_sums = first.annotate(fen=Sum("amount_fen")).values("fen")
    reversals = Entry.objects.filter(reverses__isnull=False)
    unequal = reversals.annotate(fen=Subquery(sums), first_fen=Subquery(first_sums)).exclude(
        fen=F("first_fen")
    )
    return [
        _("Entry %(number)s moves nothing.") % {"number": entry.number}
        for entry in empty.order_by("pk")[:SHOWN]
    ] + [
        _("Entry %(number)s reverses another amount.") % {"number": entry.number}
        for entry in unequal.order_by("pk")[:SHOWN]
    ]


@invariant("append_only_guards_stand")
def append_only_guards_stand() -> list[str]:
    """The triggers that keep the books append-only are all in place."""
    return [_("The trigger %(name)s is missing.") % {"name": guard.name} for guard in append_only.missing()]


def _unequal(left: Any, left_fen: int, right: Any, right_fen: int) -> list[str]:
    if left_fen == right_fen:
        return []
    return [
        _("%(left)s %(left_amount)s, %(right)s %(right_amount)s.")
        % {
            "left": left,
            "left_amount": format_yuan(left_fen),
            "right": right,
            "right_amount": format_yuan(right_fen),
        }
    ]


def _rows(query: str) -> Sequence[Iterable[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"{query} LIMIT {SHOWN}")
        return cursor.fetchall()
