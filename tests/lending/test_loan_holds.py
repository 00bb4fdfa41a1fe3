"""A loan that is disputed, or whose borrower died or was a fraud: nothing is debited, nobody is reminded."""

import datetime as dt

import pytest
from django.test import Client

from accounts import clock
from accounts.errors import Refused
from accounts.models import Event, Message, User
from lending.models import Loan, LoanHold, LoanPayment
from lending.redrawing.plans import plan_prepayment
from lending.repayment.book import read_books
from lending.services.hold_loan import hold_loan
from lending.services.pay_loan import pay_loan
from lending.services.release_loan_hold import release_loan_hold
from tests.arrivals import arrive
from tests.closing import close_through, set_today
from tests.factories import make_staff
from tests.lending import factories

START = dt.date(2026, 1, 15)


@pytest.fixture
def loan(borrower: User) -> Loan:
    """¥10,000 over 12 months: the first instalment is due on 2026-02-15, and the borrower has the money."""
    set_today(START)
    with clock.simulated(START):
        return factories.make_active_loan(borrower)


@pytest.fixture
def officer(db: None) -> User:
    return make_staff("officer@example.cn", "risk_officer")


def test_nothing_is_debited_and_nobody_is_reminded_until_it_is_decided(loan: Loan, officer: User) -> None:
    hold = hold_loan(loan=loan, kind="dispute", reason="借款人称未收到货", placed_by=officer)
    close_through(dt.date(2026, 2, 16))
    assert LoanPayment.objects.count() == 0
    assert not Message.objects.filter(template__in=["instalment_due", "instalment_overdue"]).exists()
    loan.refresh_from_db()
    # It is late all the same; what follows from that is decided with the dispute.
    assert loan.overdue_since_on == dt.date(2026, 2, 15)
    release_loan_hold(loan=loan, hold_id=hold.pk, outcome="已签收，争议不成立", released_by=officer)
    release_loan_hold(loan=loan, hold_id=hold.pk, outcome="again", released_by=officer)
    close_through(dt.date(2026, 2, 17))
    assert LoanPayment.objects.get().kind == "automatic"
    kinds = Event.objects.filter(kind__in=["loan.held", "loan.hold_released"]).order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["loan.held", "loan.hold_released"]
    hold.refresh_from_db()
    assert hold.outcome == "已签收，争议不成立"


def test_the_borrower_may_pay_but_not_redraw_the_schedule(loan: Loan, borrower: User, officer: User) -> None:
    hold_loan(loan=loan, kind="dispute", reason="金额有误", placed_by=officer)
    with pytest.raises(Refused) as refused:
        plan_prepayment(
            read_books([loan.pk])[0],
            principal_fen=1_000_00,
            choice="smaller_instalment",
            on=clock.today(),
        )
    assert refused.value.code == "held"
    assert pay_loan(loan=loan, payer=borrower, amount_fen=100_00, key="k").amount_fen == 100_00


@pytest.mark.parametrize("reason, code", [(" ", "no_reason"), ("again", "held_already")])
def test_refuses_a_mark_without_words_or_twice(loan: Loan, officer: User, reason: str, code: str) -> None:
    hold_loan(loan=loan, kind="fraud", reason="盗用身份", placed_by=officer)
    with pytest.raises(Refused) as refused:
        hold_loan(loan=loan, kind="fraud", reason=reason, placed_by=officer)
    assert (refused.value.code, LoanHold.objects.count()) == (code, 1)
    assert hold_loan(loan=loan, kind="death", reason="死亡证明", placed_by=officer).kind == "death"


def test_the_office_marks_on_the_loans_page(loan: Loan, officer: User) -> None:
    client = Client()
    arrive(officer, client=client)
    page = f"/office/lending/loans/{loan.number}/"
    # The page names the repayment method too, and the form has a method of its own.
    assert f'<form method="post" class="form" action="{page}hold/"' in client.get(page).content.decode()
    client.post(f"{page}hold/", {"kind": "death", "reason": ""})
    assert LoanHold.objects.count() == 0
    client.post(f"{page}hold/", {"kind": "death", "reason": "家属来电，死亡证明已收"})
    hold = LoanHold.objects.get()
    assert "家属来电" in client.get(page).content.decode()
    client.post(f"{page}release/", {"hold": str(hold.pk), "outcome": ""})
    client.post(f"{page}release/", {"hold": str(hold.pk + 1), "outcome": "x"})
    hold.refresh_from_db()
    assert hold.released_at is None
    client.post(f"{page}release/", {"hold": str(hold.pk), "outcome": "误报"})
    hold.refresh_from_db()
    assert (hold.outcome, hold.released_by) == ("误报", officer)
    other = Client()
    arrive(make_staff("acc@example.cn", "accountant"), client=other)
    assert other.post(f"{page}hold/", {"kind": "death", "reason": "x"}).status_code == 403
