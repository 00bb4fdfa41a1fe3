"""The match of a day: the bank's statement against the ledger, and the loan book against its control accounts.

Each difference is a break with a name. Nothing is netted against anything else and nothing is rounded away: two breaks
of one fen in opposite directions are two breaks.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from finance.domain.statement_file import BankLine, StatementFile


class BreakKind(StrEnum):
    """What can be wrong, by what somebody has to look for."""

    MISSING_AT_BANK = "missing_at_bank"
    MISSING_IN_LEDGER = "missing_in_ledger"
    DOUBLED = "doubled"
    AMOUNT_DIFFERS = "amount_differs"
    WRONG_DAY = "wrong_day"
    UNKNOWN_RECEIPT = "unknown_receipt"
    BALANCE_DIFFERS = "balance_differs"
    LOAN_BOOK_DIFFERS = "loan_book_differs"


class Verdict(StrEnum):
    """What became of a line of the statement."""

    MATCHED = "matched"
    IN_TRANSIT = "in_transit"
    BROKEN = "broken"


@dataclass(frozen=True)
class Movement:
    """What an entry moved at the bank by our ledger; `bank_number` is empty where no word of the bank stands behind."""

    entry_number: str
    bank_number: str
    on: dt.date
    signed_fen: int
    reference: str

    @property
    def subject(self) -> str:
        """What it is known by."""
        return self.bank_number or self.entry_number


@dataclass(frozen=True)
class Break:
    """One difference; `subject` is the bank's number, an entry, or the figure that differs. Fen, bank less ledger."""

    kind: BreakKind
    subject: str
    reference: str = ""
    bank_fen: int = 0
    ledger_fen: int = 0

    @property
    def difference_fen(self) -> int:
        """How much the bank (or the loan book) has more than the ledger."""
        return self.bank_fen - self.ledger_fen


@dataclass(frozen=True)
class LedgerDay:
    """What the ledger says of the bank's account, by the bank's value days."""

    opening_fen: int
    closing_fen: int
    movements: Sequence[Movement]


@dataclass(frozen=True)
class Known:
    """What else is known about lines and movements of a day.

    `orders` are our references; `in_transit` what the bank still has, each with what it may move at the bank;
    `other_days` are numbers that another day's statement holds; `previous_closing_fen` is the statement before.
    """

    orders: Collection[str] = ()
    in_transit: Collection[tuple[str, int]] = ()
    other_days: Collection[str] = ()
    previous_closing_fen: int | None = None


@dataclass
class Match:
    """The breaks of a day, and a verdict for each line in its order."""

    breaks: list[Break] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    in_transit_fen: int = 0

    @property
    def is_clean(self) -> bool:
        return not self.breaks


def match_statement(
    statement: StatementFile, ledger: LedgerDay, elsewhere: Mapping[str, Movement], known: Known
) -> Match:
    """Compare a statement with the ledger's movements of its day, number by number, and then the balances.

    `elsewhere` are movements of other days whose numbers stand on this statement. A line without a movement whose
    order the bank still has, with its amount, is in transit (its word has not reached us) and no break.
    """
    match = Match()
    open_movements = {one.subject: one for one in ledger.movements}
    seen: set[str] = set()
    for line in statement.lines:
        if line.bank_number in seen:
            _add(match, BreakKind.DOUBLED, line, 0)
            continue
        seen.add(line.bank_number)
        subject = _subject_of(line, open_movements, elsewhere)
        movement = open_movements.pop(subject, None) or elsewhere.get(subject)
        _judge(match, line, movement, statement.day, known)
    for movement in open_movements.values():
        if movement.bank_number not in known.other_days or not movement.bank_number:
            match.breaks.append(
                Break(
                    BreakKind.MISSING_AT_BANK,
                    movement.subject,
                    movement.reference,
                    ledger_fen=movement.signed_fen,
                )
            )
    _compare_opening(match, statement, ledger, known)
    return match


def _subject_of(
    line: BankLine, open_movements: Mapping[str, Movement], elsewhere: Mapping[str, Movement]
) -> str:
    """Return what the line's movement is known by: the bank's number, else an entry that names the same and moves it.

    An entry made by hand has no word of the bank behind it, but names the bank's number or the reference.
    """
    if line.bank_number in open_movements or line.bank_number in elsewhere:
        return line.bank_number
    names = {line.bank_number, line.reference} - {""}
    for one in open_movements.values():
        if not one.bank_number and one.reference in names and one.signed_fen == line.signed_fen:
            return one.entry_number
    return line.bank_number


def compare_loan_book(pairs: Iterable[tuple[str, int, int]]) -> list[Break]:
    """Return a break for each figure in which the loan book and the ledger differ: (figure, loan book, ledger)."""
    return [
        Break(BreakKind.LOAN_BOOK_DIFFERS, figure, bank_fen=book_fen, ledger_fen=ledger_fen)
        for figure, book_fen, ledger_fen in pairs
        if book_fen != ledger_fen
    ]


def _judge(match: Match, line: BankLine, movement: Movement | None, day: dt.date, known: Known) -> None:
    if movement is None:
        _judge_alone(match, line, known)
        return
    if movement.signed_fen != line.signed_fen:
        _add(match, BreakKind.AMOUNT_DIFFERS, line, movement.signed_fen)
    elif line.at.date() != day or movement.on != day:
        _add(match, BreakKind.WRONG_DAY, line, movement.signed_fen)
    else:
        match.verdicts.append(Verdict.MATCHED)


def _judge_alone(match: Match, line: BankLine, known: Known) -> None:
    if (line.reference, line.signed_fen) in known.in_transit:
        match.verdicts.append(Verdict.IN_TRANSIT)
        match.in_transit_fen += line.signed_fen
    elif line.direction > 0 and line.reference not in known.orders:
        _add(match, BreakKind.UNKNOWN_RECEIPT, line, 0)
    else:
        _add(match, BreakKind.MISSING_IN_LEDGER, line, 0)


def _add(match: Match, kind: BreakKind, line: BankLine, ledger_fen: int) -> None:
    match.verdicts.append(Verdict.BROKEN)
    match.breaks.append(Break(kind, line.bank_number, line.reference, line.signed_fen, ledger_fen))


def _compare_opening(match: Match, statement: StatementFile, ledger: LedgerDay, known: Known) -> None:
    """Name an opening balance that neither agrees with the ledger nor goes on from the statement before.

    What it carries over from the statement before was named on its own day. The closing balance needs no rule: the
    file adds up, so whatever its closing differs by is in the opening or in a line that was named.
    """
    if statement.opening_fen not in (ledger.opening_fen, known.previous_closing_fen):
        match.breaks.append(
            Break(
                BreakKind.BALANCE_DIFFERS,
                "opening",
                bank_fen=statement.opening_fen,
                ledger_fen=ledger.opening_fen,
            )
        )
