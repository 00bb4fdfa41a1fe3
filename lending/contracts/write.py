"""Writing papers down: once each, whoever comes first."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from accounts import clock
from accounts.bells import Bell
from accounts.esign.canonical import canonical, hash_of
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.numbers import next_number
from accounts.rules import rule_value
from lending.models import Loan, LoanPaper

PREFIX = "PA"
# Wakes the worker that seals.
bell = Bell()


def lock_loan(loan_id: int) -> Loan:
    """Lock the loan, so that two workers do not write the same paper, and return it with what papers name."""
    lock_one(Loan.objects.filter(pk=loan_id))
    return Loan.objects.select_related(
        "application", "listing", "borrower__person", "product_version__product"
    ).get(pk=loan_id)


def paper_of(loan: Loan, kind: str, *, owner: User | None = None, version: int = 1) -> LoanPaper | None:
    """Return a paper of a loan that is there already."""
    rows = LoanPaper.objects.filter(loan=loan, kind=kind, owner=owner or loan.borrower, version=version)
    return rows.first()


def write_paper(
    loan: Loan,
    kind: str,
    build: Callable[[str], dict[str, Any]],
    *,
    about_on: dt.date,
    owner: User | None = None,
    version: int = 1,
) -> LoanPaper:
    """Write a paper whose content is built for its number; the caller holds the loan's lock and found none.

    The text it is written in is the one the content names. `about_on` is the day of what it is about: made on a later
    one it says so.
    """
    number, today = next_number(PREFIX), clock.today()
    said = build(number)
    content = canonical(said)
    paper = LoanPaper.objects.create(
        number=number,
        loan=loan,
        kind=kind,
        owner=owner or loan.borrower,
        version=version,
        content=content,
        content_hash=hash_of(content),
        text_version=said["text"]["version"],
        is_late=today > about_on,
        kept_until_on=years_later(loan.settled_on or max(loan.matures_on, today), keep_years()),
        made_at=clock.now(),
        made_on=today,
    )
    record_event(
        "loan_paper.written",
        subject=paper,
        actor=None,
        data={"loan": loan.number, "kind": kind, "hash": paper.content_hash},
    )
    bell.ring_after_commit()
    return paper


def kept_until_on(paper: LoanPaper) -> dt.date | None:
    """Return the day until which a paper is kept: so many years after the loan ends, none while it runs."""
    settled_on = paper.loan.settled_on
    return years_later(settled_on, keep_years()) if settled_on is not None else None


def keep_years() -> int:
    """RULES aml.large: records are kept so many years after the business has ended."""
    return int(rule_value("aml.large")["keep_years"])


def years_later(day: dt.date, years: int) -> dt.date:
    """Return the same day years later, the last of February for a leap day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
