"""A day as the match takes it: the statement with its lines, the ledger's day, and what else is known."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from accounts import clock
from finance.domain.reconcile import Known, LedgerDay, Movement
from finance.domain.statement_file import BankLine, StatementFile
from finance.loan_book import LoanBookDay, loan_book_on
from finance.models import CustodyStatement, Entry, StatementLine, Transfer
from finance.queries.balances import code_balances
from finance.queries.ledger_day import known_references, ledger_day, movements_of_numbers, under_way

# The figures of the loan book beside the accounts that control them.
OUTSTANDING, CLAIMS, DEAD, DEAD_CLAIMS = "1301", "2301", "1302", "2302"
DISBURSED, ENDED = "disbursed", "ended"
FLOWS = (DISBURSED, ENDED)
Figure = tuple[str, int, int]


@dataclass(frozen=True)
class DayToMatch:
    lines: list[StatementLine]
    stated: StatementFile
    ledger: LedgerDay
    elsewhere: dict[str, Movement]
    known: Known


def day_to_match(statement: CustodyStatement) -> DayToMatch:
    """Return what the match of a statement needs, in a constant number of statements."""
    lines = list(statement.lines.order_by("row"))
    stated = StatementFile(
        "",
        statement.day,
        statement.opening_fen,
        statement.closing_fen,
        tuple(_bank_line(line) for line in lines),
    )
    ledger = ledger_day(statement.day)
    numbers = {line.bank_number for line in lines}
    here = {one.bank_number for one in ledger.movements}
    alone = [line for line in lines if line.bank_number not in here]
    elsewhere = movements_of_numbers({line.bank_number for line in alone}) if alone else {}
    return DayToMatch(
        lines, stated, ledger, elsewhere, _known(statement, alone, here - numbers - {""}, elsewhere)
    )


def quiet_since(statement: CustodyStatement) -> CustodyStatement | None:
    """Return the matched statement before a new one without lines, if nothing at all was posted since; two statements.

    What agreed to the fen still does then. A statement that was matched before is looked at in full.
    """
    if statement.line_count or statement.status != CustodyStatement.Status.IMPORTED:
        return None
    days = CustodyStatement.objects.filter(status__in=CustodyStatement.CURRENT)
    before = days.filter(business_on__lt=statement.day).defer("content").order_by("-business_on").first()
    if before is None or before.status != CustodyStatement.Status.MATCHED or before.in_transit_fen:
        return None
    if statement.opening_fen != before.closing_fen or before.closing_fen != before.ledger_closing_fen:
        return None
    return None if Entry.objects.filter(business_date__gt=before.business_on).exists() else before


def loan_book_figures(statement: CustodyStatement) -> list[Figure]:
    """Return each figure of the loan book as (name, loan book, ledger): as they stand now, and what the day changed."""
    book: LoanBookDay = loan_book_on(statement.day)
    balances = code_balances()
    disbursed_fen, ended_fen = _control_flows(statement)
    return [
        (OUTSTANDING, book.outstanding_fen, balances[OUTSTANDING].balance_fen),
        (CLAIMS, book.claims_fen, balances[CLAIMS].balance_fen),
        (DEAD, book.written_off_fen, balances[DEAD].balance_fen),
        (DEAD_CLAIMS, book.claims_written_off_fen, balances[DEAD_CLAIMS].balance_fen),
        (DISBURSED, book.disbursed_fen, disbursed_fen),
        (ENDED, book.ended_fen, ended_fen),
    ]


def _bank_line(line: StatementLine) -> BankLine:
    at = line.at.astimezone(clock.SHANGHAI)
    return BankLine(line.bank_number, at, line.direction, line.amount_fen, line.reference, line.counterparty)


def _known(
    statement: CustodyStatement, alone: list[StatementLine], absent: set[str], elsewhere: dict[str, Movement]
) -> Known:
    """Ask only what the lines without a movement, and the movements without a line, raise as questions."""
    references = {line.reference for line in alone if line.bank_number not in elsewhere} - {""}
    days = CustodyStatement.objects.filter(status__in=CustodyStatement.CURRENT)
    is_newest = not days.filter(business_on__gt=statement.business_on).exists() if references else False
    other = StatementLine.objects.filter(
        bank_number__in=absent, statement__status__in=CustodyStatement.CURRENT
    )
    before = days.filter(business_on__lt=statement.business_on).order_by("-business_on")
    return Known(
        orders=known_references(references) if references else (),
        # A day later the bank's word must have come: then it is a break like any other.
        in_transit=under_way(references) if is_newest else (),
        other_days=set(other.exclude(statement=statement).values_list("bank_number", flat=True))
        if absent
        else (),
        previous_closing_fen=before.values_list("closing_fen", flat=True).first(),
    )


def _control_flows(statement: CustodyStatement) -> tuple[int, int]:
    """Return what the day's entries lent, and by how much they lowered what is owed; a write-off only moves it."""
    owed = (OUTSTANDING, DEAD)
    rows = (
        Transfer.objects.filter(entry__business_date=statement.business_on)
        .filter(Q(debit__code__in=owed) | Q(credit__code__in=owed))
        .order_by()
        .values_list("debit__code", "credit__code")
        .annotate(fen=Sum("amount_fen"))
    )
    lent_fen = ended_fen = 0
    for debit, credit, fen in rows:
        if debit == OUTSTANDING:
            lent_fen += fen
        elif credit in owed:
            ended_fen += fen
        else:
            ended_fen -= fen
    return lent_fen, ended_fen
