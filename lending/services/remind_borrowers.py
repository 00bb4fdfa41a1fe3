"""Remind borrowers of what is due soon and of what is late."""

import datetime as dt

from django.db.models import Q

from accounts.services.send_message import MessageInput, send_messages
from finance.templatetags.money import yuan
from lending.card_debit.mandates import mandates_in_force
from lending.left_alone import without_left_alone
from lending.models import Instalment, Loan

DAYS_BEFORE = (3, 1, 0)
DAYS_AFTER = (1, 3, 7, 14, 30, 60, 90)


def find_instalments_to_remind(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return open instalments whose due date is one of the reminder days away from the morning after the close.

    Loans that machines leave alone are left out, and late ones while the bank is asked for the bound card.
    """
    morning = business_date + dt.timedelta(days=1)
    days = [morning + dt.timedelta(days=n) for n in DAYS_BEFORE]
    days += [morning - dt.timedelta(days=n) for n in DAYS_AFTER]
    rows = Instalment.objects.filter(
        due_on__in=days, settled_at=None, superseded_at=None, loan__status=Loan.Status.ACTIVE, pk__gt=after_id
    )
    at_the_bank = Q(due_on__lt=morning, loan__debit_asked_on__isnull=False)
    rows = rows.exclude(at_the_bank)
    return list(without_left_alone(rows).order_by("pk").values_list("pk", flat=True)[:limit])


def remind_borrowers(*, business_date: dt.date, instalment_ids: list[int]) -> int:
    """Send each borrower the reminder of the day, once.

    It names the loan, the borrower's own amount, the due date and how it will be taken: from the wallet, from the bound
    card under its mandate, or by nobody but the borrower. Of an instalment that a dealer pays whole nothing is said.
    """
    morning = business_date + dt.timedelta(days=1)
    rows = list(
        Instalment.objects.filter(pk__in=instalment_ids).select_related("loan__borrower").order_by("pk")
    )
    mandates = mandates_in_force().filter(loan__in={row.loan_id for row in rows})
    by_card = set(mandates.values_list("loan", flat=True))
    rows = [row for row in rows if row.borrower_unpaid_fen]
    messages = [_message(row, (morning - row.due_on).days, row.loan_id in by_card) for row in rows]
    send_messages(messages)
    return len(messages)


def _message(row: Instalment, days_late: int, is_by_card: bool) -> MessageInput:
    loan = row.loan
    way = "card" if is_by_card else "wallet" if loan.is_debited_automatically else "hand"
    return MessageInput(
        to=loan.borrower,
        template="instalment_overdue" if days_late > 0 else "instalment_due",
        context={
            "loan": loan.number,
            "n": row.n,
            "amount": yuan(row.borrower_unpaid_fen),
            "due_on": row.due_on,
            "days": abs(days_late),
            "way": way,
        },
        key=f"remind:{loan.number}:{row.n}:{days_late}{_of_version(row)}",
        link=f"/borrow/loans/{loan.number}/",
    )


def _of_version(row: Instalment) -> str:
    """Tell an instalment of a redrawn schedule from the one of the same number before it."""
    return f":v{row.schedule_version}" if row.schedule_version > 1 else ""
