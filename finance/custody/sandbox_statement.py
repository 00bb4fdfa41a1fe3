"""The sandbox bank's statements, right unless an error was planned or asked for."""

import datetime as dt

from django.conf import settings
from django.db.models import Case, F, Sum, Value, When

from accounts import clock
from accounts.crypto import mask_name
from finance.custody.sandbox_bank import take_plans
from finance.domain.planted_errors import plant
from finance.domain.statement_file import BankLine, StatementFile, write_statement
from finance.models import SandboxPlan, SandboxTransaction

Behaviour = SandboxPlan.Behaviour
MONEY_IN = ("deposit", "return", "receipt")
OPENING = dt.time(9, 0)

# What each plan plants; the first standing ones show first.
PLANTS: dict[str, str] = {
    Behaviour.STATEMENT_MISSING: "missing",
    Behaviour.STATEMENT_DOUBLED: "doubled",
    Behaviour.STATEMENT_ONE_FEN: "one_fen",
    Behaviour.STATEMENT_WRONG_DAY: "wrong_day",
    Behaviour.STATEMENT_UNKNOWN: "unknown",
    Behaviour.STATEMENT_BALANCE: "balance",
}
NEEDS_NO_LINE = (Behaviour.STATEMENT_UNKNOWN, Behaviour.STATEMENT_BALANCE)


def statement_of(day: dt.date) -> StatementFile:
    """Return the true statement of a day."""
    booked = SandboxTransaction.objects.filter(state="booked")
    signed = Case(When(kind__in=MONEY_IN, then=F("amount_fen")), default=Value(-1) * F("amount_fen"))
    opening_fen = booked.filter(booked_on__lt=day).aggregate(fen=Sum(signed))["fen"] or 0
    rows = booked.filter(booked_on=day).select_related("customer").order_by("pk")
    lines = tuple(_line(row, day) for row in rows)
    closing_fen = opening_fen + sum(line.signed_fen for line in lines)
    return StatementFile(settings.CUSTODY_ACCOUNT, day, opening_fen, closing_fen, lines)


def stated_with_plans(day: dt.date) -> str | None:
    """Return the file of a day with what stands planned, or none at all.

    A plan that needs a line waits for a day with one.
    """
    statement = statement_of(day)
    possible = [one for one in PLANTS if statement.lines or one in NEEDS_NO_LINE]
    plans = take_plans(Behaviour.NO_STATEMENT, *possible)
    if Behaviour.NO_STATEMENT in plans:
        return None
    for behaviour in plans:
        if statement.lines or behaviour in NEEDS_NO_LINE:
            statement = plant(statement, PLANTS[behaviour])
    return write_statement(statement)


def stated_with_error(day: dt.date, error: str) -> str:
    """Return the file of a day with one error in it, none where `error` is empty.

    Refuses (ValueError) an error that needs a line on a day without any.
    """
    statement = statement_of(day)
    return write_statement(plant(statement, error) if error else statement)


def _line(row: SandboxTransaction, day: dt.date) -> BankLine:
    at = row.ordered_at.astimezone(clock.SHANGHAI)
    if at.date() != day:
        at = dt.datetime.combine(day, OPENING, clock.SHANGHAI)
    name = row.customer.real_name if row.customer else row.payer_name
    return BankLine(
        bank_number=row.bank_number,
        at=at.replace(microsecond=0),
        direction=1 if row.kind in MONEY_IN else -1,
        amount_fen=row.amount_fen,
        reference=row.reference,
        counterparty=mask_name(name) if name else "",
    )
