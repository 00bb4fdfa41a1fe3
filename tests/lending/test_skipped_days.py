"""A life with its quiet days skipped ends, to the last row, like the same life closed night by night."""

import datetime as dt

from django.db import transaction
from django.db.models import Sum

from accounts import clock
from accounts.models import User
from finance.models import LedgerAccount
from lending.models import Claim, ClaimReceipt, Loan, LoanPayment
from tests.closing import DAY, close_each_through, close_through, set_today
from tests.factories import make_staff
from tests.lending import factories
from tests.lending.test_bad_days import LATE, NAMED, START, assert_sound, late_loan, notice
from tests.money import fund


def what_stands(loan: Loan) -> dict[str, list[tuple[object, ...]]]:
    """All amounts and states that a life of the loan came to, whatever row numbers it took."""
    loan.refresh_from_db()
    return {
        "loan": [(loan.status, loan.outstanding_fen, loan.overdue_since_on)],
        "instalments": list(
            loan.instalments.filter(superseded_at=None)
            .order_by("n")
            .values_list(
                "n",
                "principal_fen",
                "interest_fen",
                "fee_fen",
                "overdue_interest_fen",
                "late_overdue_fen_days",
                "settled_on",
            )
        ),
        "claims": list(Claim.objects.order_by("holder_id").values_list("status", "outstanding_fen")),
        "receipts": list(
            ClaimReceipt.objects.order_by("received_on", "holder_id", "pk").values_list(
                "received_on", "principal_fen", "interest_fen", "overdue_interest_fen"
            )
        ),
        "payments": list(
            LoanPayment.objects.order_by("paid_on", "pk").values_list(
                "paid_on", "value_on", "kind", "amount_fen"
            )
        ),
        "books": list(
            LedgerAccount.objects.values("code", "owner")
            .order_by("code", "owner")
            .values_list("code", "owner", Sum("debits_fen"), Sum("credits_fen"))
        ),
    }


def test_skipped_days_end_like_daily_ones(borrower: User) -> None:
    set_today(START)
    with clock.simulated(START):
        investors = [factories.make_investor(f"{name}@example.cn") for name in ("first", "second")]
    loan = late_loan(borrower, investors)
    officer = make_staff("officer@example.cn", "collections_officer")
    manager = make_staff("manager@example.cn", "risk_manager")
    lives = []
    for pass_through in (close_each_through, close_through):
        savepoint = transaction.savepoint()
        pass_through(dt.date(2026, 2, 20))
        fund(borrower, 500_00)
        pass_through(LATE - DAY)
        notice(loan, officer, manager)
        pass_through(NAMED)
        pass_through(NAMED + dt.timedelta(days=9))
        lives.append(what_stands(loan))
        assert_sound()
        transaction.savepoint_rollback(savepoint)
    night_by_night, with_days_skipped = lives
    assert with_days_skipped == night_by_night
    assert night_by_night["payments"]
    _n, principal_fen, *_others, late_overdue_fen_days, _settled_on = night_by_night["instalments"][2]
    assert late_overdue_fen_days == principal_fen * 9
