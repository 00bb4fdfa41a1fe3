"""What the credit bureau is told of a loan, and the file it is told in; `docs/bureau-file.md` says every field."""

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Sequence
from typing import NamedTuple

FORMAT = "fenqi-bureau-1"
OVERDUE, WRITTEN_OFF, SETTLED, OPEN = "overdue", "written_off", "settled", "open"
ADVERSE = (OVERDUE, WRITTEN_OFF)


class Standing(NamedTuple):
    """Hold a loan at the end of a day as the bureau counts it; amounts are principal in fen."""

    state: str
    outstanding_fen: int
    overdue_fen: int
    days_past_due: int
    five_class: str

    @property
    def is_adverse(self) -> bool:
        """Tell whether it speaks against the borrower."""
        return self.state in ADVERSE


def standing_of(
    status: str,
    outstanding_fen: int,
    overdue_fen: int,
    overdue_since_on: dt.date | None,
    five_class: str,
    on: dt.date,
) -> Standing:
    """Return what the day's snapshot of a loan means for the bureau."""
    if status == SETTLED:
        return Standing(SETTLED, 0, 0, 0, five_class)
    days = (on - overdue_since_on).days if overdue_since_on is not None else 0
    if status == WRITTEN_OFF:
        return Standing(WRITTEN_OFF, outstanding_fen, outstanding_fen, days, five_class)
    return Standing(OVERDUE if days else OPEN, outstanding_fen, overdue_fen, days, five_class)


def why_withheld(
    standing: Standing, *, has_consent: bool, is_known: bool, free_on: dt.date | None, on: dt.date
) -> str:
    """Return why a loan may not be reported on a day, empty where it may (RULES credit.data).

    `free_on` is from when on the borrower, told of these arrears, may be reported with them; None where nobody told.
    """
    if not has_consent:
        return "no_consent"
    if not is_known:
        return "no_identity"
    if not standing.is_adverse:
        return ""
    if free_on is None:
        return "no_notice"
    return "waiting" if free_on > on else ""


class Line(NamedTuple):
    """Hold one account for the file; `corrects` names the record of an earlier file that it puts right."""

    record: str
    loan: str
    name: str
    identity: str
    principal_fen: int
    disbursed_on: dt.date
    matures_on: dt.date
    period_on: dt.date
    standing: Standing
    is_disputed: bool
    corrects: str = ""


class BureauText(NamedTuple):
    """Hold a file with its control totals."""

    content: str
    sha256: str
    accounts: int
    adverse: int
    corrections: int
    balance_fen: int
    overdue_fen: int


def write_bureau_file(number: str, as_of_on: dt.date, version: int, lines: Sequence[Line]) -> BureauText:
    """Return the file; the same lines give the same bytes. Corrections of earlier files are in no sum of this one."""
    fresh = [line for line in lines if not line.corrects]
    totals = (
        len(fresh),
        sum(line.standing.is_adverse for line in fresh),
        len(lines) - len(fresh),
        sum(line.standing.outstanding_fen for line in fresh),
        sum(line.standing.overdue_fen for line in fresh),
    )
    body = _csv([("H", FORMAT, number, as_of_on.isoformat(), version), *(_row(line) for line in lines)])
    digest = hashlib.sha256(body.encode()).hexdigest()
    content = body + _csv([("T", *totals, digest)])
    return BureauText(content, hashlib.sha256(content.encode()).hexdigest(), *totals)


def _row(line: Line) -> tuple[object, ...]:
    standing = line.standing
    return (
        "C" if line.corrects else "A",
        line.record,
        line.loan,
        line.name,
        line.identity,
        line.principal_fen,
        line.disbursed_on.isoformat(),
        line.matures_on.isoformat(),
        line.period_on.isoformat(),
        standing.state,
        standing.outstanding_fen,
        standing.overdue_fen,
        standing.days_past_due,
        standing.five_class,
        int(line.is_disputed),
        line.corrects,
    )


def _csv(rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
