"""Ask the bank to debit the bound cards, on the mornings of the calendar."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts import clock
from accounts.rules import rule_value
from finance.models import Deposit
from finance.services.lock_wallets import lock_wallets
from finance.services.request_drawn_deposit import request_drawn_deposit
from finance.tasks import send_deposit, start
from lending.card_debit.mandates import mandates_in_force
from lending.left_alone import without_left_alone
from lending.models import DebitMandate, DebitRequest, Instalment, Loan
from lending.repayment.book import LoanBook, lock_books
from lending.repayment.dues import collect_dues


def find_loans_to_ask(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return loans with a mandate whose oldest unpaid instalment has a day of the calendar on the coming morning.

    Loans that machines leave alone, loans the bank is being asked for, and cards removed since are left out.
    """
    morning = business_date + dt.timedelta(days=1)
    days = [morning - dt.timedelta(days=n) for n in rule_value("card.debit", on=morning)["days"]]
    mandates = mandates_in_force().filter(loan=OuterRef("loan"))
    asked = DebitRequest.objects.filter(loan=OuterRef("loan"), asked_on=morning)
    rows = Instalment.objects.filter(
        Exists(mandates),
        ~Exists(asked),
        due_on__in=days,
        settled_at=None,
        superseded_at=None,
        loan__gt=after_id,
        loan__status__in=Loan.OWING,
        loan__debit_asked_on=None,
    )
    return list(without_left_alone(rows).order_by("loan").values_list("loan", flat=True).distinct()[:limit])


def ask_card_debits(*, business_date: dt.date, loan_ids: list[int]) -> int:
    """Write down an order for what the wallet does not cover, within the mandate's cap; return how many.

    The call to the bank follows after commit, or by the sweep. Held money is not counted on.
    """
    morning = business_date + dt.timedelta(days=1)
    with transaction.atomic():
        clock.lock_business_date()
        books = lock_books(loan_ids)
        mandates = {
            one.loan_id: one
            for one in mandates_in_force().filter(loan__in=loan_ids).select_related("card", "loan__borrower")
        }
        free_fen = lock_wallets(book.loan.borrower_id for book in books)
        return sum(_ask(book, mandates.get(book.loan.pk), morning, free_fen) for book in books)


def _ask(book: LoanBook, mandate: DebitMandate | None, morning: dt.date, free_fen: dict[int, int]) -> bool:
    loan = book.loan
    owed_fen = collect_dues(book, morning).now_fen
    # The wallet pays first, in the close of the day; several loans of one borrower share what it holds.
    from_wallet_fen = min(free_fen[loan.borrower_id], owed_fen)
    free_fen[loan.borrower_id] -= from_wallet_fen
    missing_fen = owed_fen - from_wallet_fen
    if mandate is None or missing_fen <= 0:
        return False
    deposit = request_drawn_deposit(
        user=mandate.loan.borrower,
        card_number=mandate.card.number,
        amount_fen=min(missing_fen, mandate.cap_fen),
    )
    DebitRequest.objects.create(
        mandate=mandate, loan=loan, deposit=deposit, asked_on=morning, amount_fen=deposit.amount_fen
    )
    loan.debit_asked_on = morning
    loan.save(update_fields=["debit_asked_on"])
    transaction.on_commit(partial(_send, deposit), robust=True)
    return True


def _send(deposit: Deposit) -> None:
    start(send_deposit, deposit.pk)
