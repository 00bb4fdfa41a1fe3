"""On the day a notice named: everything falls due, unless the borrower has caught up."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts import clock
from accounts.locking import lock
from accounts.states import move
from lending.bad_days.acceleration import REASON
from lending.domain.acceleration import CalledIn, call_in
from lending.goods.pauses import paused_loans
from lending.models import Acceleration, Instalment, Loan, LoanHold, ScheduleVersion
from lending.repayment.book import LoanBook, lock_books
from lending.repayment.dues import open_rows
from lending.repayment.write import DealersInterest, pay_dealers_interest
from lending.subsidies.holds import lay_cover, release_subsidies


def find_accelerations_to_end(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return notices whose day has come or whose arrears are paid, in the order of their ids.

    A loan in dispute, or of goods that went back, waits; one that is not late any more is cured at once.
    """
    late = Instalment.objects.filter(
        loan=OuterRef("loan"), due_on__lt=business_date, settled_at=None, superseded_at=None
    )
    disputed = LoanHold.objects.filter(kind=LoanHold.Kind.DISPUTE, released_at=None)
    rows = Acceleration.objects.filter(
        Q(effective_on__lte=business_date) | ~Exists(late),
        status=Acceleration.Status.NOTICED,
        pk__gt=after_id,
    )
    rows = (
        rows.filter(loan__debit_asked_on=None)
        .exclude(loan__in=paused_loans())
        .exclude(loan__holds__in=disputed)
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def call_in_loans(*, business_date: dt.date, ids: list[int]) -> int:
    """Cure or carry out each notice; return how many loans were called in."""
    called = 0
    with transaction.atomic():
        clock.lock_business_date()
        rows = lock(Acceleration.objects.filter(pk__in=ids, status=Acceleration.Status.NOTICED))
        books = {book.loan.pk: book for book in lock_books(row.loan_id for row in rows)}
        for row in rows:
            book = books.get(row.loan_id)
            is_late = book is not None and any(one.due_on < business_date for one in book.instalments)
            end: dict[str, Any] = {"ended_at": clock.now(), "ended_on": business_date}
            if book is None or not is_late:
                move(row, Acceleration.Status.CURED, actor=None, **end)
                continue
            _put_in_force(book, business_date)
            move(row, Acceleration.Status.IN_FORCE, actor=None, **end)
            called += 1
    return called


def _put_in_force(book: LoanBook, on: dt.date) -> None:
    """Draw the version in which all that was still to come is one row, due on the day.

    A dealer pays the interest of the days used, and gets back what it set aside for the days that never come.
    """
    loan = book.loan
    called = call_in(loan.schedule_terms, open_rows(book), on)
    if called is None:
        return
    moment = clock.now()
    ahead = [row for row in book.instalments if row.due_on > on]
    pool_fen = sum(row.dealer_interest_fen for row in ahead)
    Instalment.objects.filter(pk__in=[row.pk for row in ahead]).update(
        superseded_at=moment, dealer_interest_fen=0
    )
    loan.schedule_version += 1
    loan.matures_on = on
    loan.save(update_fields=["schedule_version", "matures_on"])
    ScheduleVersion.objects.create(
        loan=loan, version=loan.schedule_version, reason=REASON, terms=loan.terms, made_at=moment, made_on=on
    )
    row = _row(loan, called, ahead[0].n)
    lay_cover([row], pool_fen)
    row.save(force_insert=True)
    if pool_fen:
        release_subsidies([loan], actor=None)
        book.instalments = [*(one for one in book.instalments if one.due_on <= on), row]
        dealers = DealersInterest(book, {row.pk: row.dealer_interest_fen})
        pay_dealers_interest([dealers], on=on, actor=None)


def _row(loan: Loan, called: CalledIn, n: int) -> Instalment:
    return Instalment(
        loan=loan,
        schedule_version=loan.schedule_version,
        n=n,
        starts_on=called.starts_on,
        due_on=called.due_on,
        principal_fen=called.principal_fen,
        interest_fen=called.interest_fen,
        fee_fen=called.fee_fen,
        base_fen=called.base_fen,
        days=called.days,
        rate_numerator=called.rate_num,
        rate_denominator=called.rate_den,
        carried_fen=called.carried_fen,
    )
