"""An investor's portfolio: its figures to the fen, two honest returns, and nothing of anybody else's."""

import datetime as dt

import pytest
from django.test import Client

from accounts import clock
from accounts.models import User
from finance.queries.wallets import wallet_balance
from lending.domain.rates import effective_annual_rate
from lending.models import Claim, ClaimReceipt, Instalment, Loan
from lending.portfolio_story import SAME_DAY, show_return
from lending.queries.portfolio import coming_shares, read_portfolio
from lending.services.pay_loan import pay_loan
from lending.services.set_automatic_debit import set_automatic_debit
from tests.arrivals import arrive
from tests.closing import close_before, close_through, set_today
from tests.factories import make_customer, make_staff
from tests.lending import factories
from tests.queries import count_queries

START = dt.date(2026, 1, 15)


def signed_in(user: User) -> Client:
    client = Client()
    arrive(user, client=client)
    return client


@pytest.fixture
def investors(db: None) -> list[User]:
    set_today(START)
    with clock.simulated(START):
        return [factories.make_investor("first@example.cn"), factories.make_investor("second@example.cn")]


@pytest.fixture
def loan(borrower: User, investors: list[User]) -> Loan:
    """¥10,000 over 12 months at 7.4 %, 3,300 and 6,700 from two investors."""
    with clock.simulated(START):
        return factories.make_active_loan(borrower, {investors[0]: 3_300_00, investors[1]: 6_700_00})


def test_every_instalment_is_shared_to_the_fen_as_it_will_be_paid(
    loan: Loan, borrower: User, investors: list[User]
) -> None:
    expected = [coming_shares(user, START) for user in investors]
    for row in loan.instalments.all():
        shares = [next(share for share in rows if share.n == row.n) for rows in expected]
        assert sum(share.principal_fen for share in shares) == row.principal_fen
        assert sum(share.interest_fen for share in shares) == row.interest_fen
    for n in (1, 2, 3):
        close_through(loan.instalments.get(n=n).due_on)
        for user, rows in zip(investors, expected, strict=True):
            came = ClaimReceipt.objects.filter(holder=user).latest("pk")
            share = next(share for share in rows if share.n == n)
            assert (came.principal_fen, came.interest_fen) == (share.principal_fen, share.interest_fen)


def test_a_part_paid_ahead_keeps_the_interest_on_what_the_period_began_with(
    loan: Loan, borrower: User, investors: list[User]
) -> None:
    close_before(dt.date(2026, 2, 1))
    pay_loan(loan=loan, payer=borrower, amount_fen=500_00, key="ahead")
    expected = [coming_shares(user, clock.today())[0] for user in investors]
    before = ClaimReceipt.objects.latest("pk").pk
    close_through(dt.date(2026, 2, 15))
    came = ClaimReceipt.objects.filter(pk__gt=before).order_by("claim")
    assert [(row.principal_fen, row.interest_fen) for row in came] == [
        (share.principal_fen, share.interest_fen) for share in expected
    ]


def test_two_returns_differ_by_what_is_overdue(loan: Loan, borrower: User, investors: list[User]) -> None:
    set_automatic_debit(loan=loan, borrower=borrower, is_on=False)
    close_before(dt.date(2026, 3, 1))
    pay_loan(loan=loan, payer=borrower, amount_fen=100_00, key="part")
    close_before(dt.date(2026, 3, 2))
    found = read_portfolio(investors[0], clock.today(), 0)
    received = sum(receipt.total_fen for receipt in ClaimReceipt.objects.filter(holder=investors[0]))
    out_fen = Claim.objects.get(holder=investors[0]).outstanding_fen
    paid_on = dt.date(2026, 3, 1)
    flows = [(START, -3_300_00), (paid_on, received)]
    assert (found.outstanding_fen, found.overdue_fen, found.overdue_count) == (out_fen, out_fen, 1)
    # 15 days past due in grade B: 86 % of it is expected, by the rule's table.
    worth_fen = (out_fen * 86 + 50) // 100
    assert found.standing == (out_fen, out_fen, worth_fen)
    assert found.returns.estimate == effective_annual_rate([*flows, (clock.today(), worth_fen)])
    assert found.returns.strict == effective_annual_rate(flows)
    page = signed_in(investors[0]).get("/invest/")
    assert page.context["rows"][0].status == "overdue"
    assert page.context["value_fen"] == out_fen + wallet_balance(investors[0]).total_fen
    listed = signed_in(investors[0]).get("/invest/claims/mine/?state=overdue")
    assert [row.status for row in listed.context["rows"]] == ["overdue"]


def test_no_unique_rate_is_a_dash_with_its_reason(loan: Loan, investors: list[User]) -> None:
    found = read_portfolio(investors[0], START, 0)
    shown = show_return(found.returns.estimate)
    assert shown.value == "—"
    assert shown.reason == str(SAME_DAY)
    assert shown.reason in signed_in(investors[0]).get("/invest/").content.decode()


def test_an_empty_portfolio_leads_on(db: None) -> None:
    newcomer = make_customer("new@example.cn", name="钱新")
    page = signed_in(newcomer).get("/invest/")
    assert page.templates[0].name == "lending/customer/portfolio_empty.html"
    assert page.context["path"].next is not None
    assert 'role="note"' in page.content.decode()
    for url in ("/invest/claims/mine/", "/invest/receipts/"):
        assert signed_in(newcomer).get(url).status_code == 200


def test_a_claim_is_for_its_holder_alone_and_masks_the_borrower(
    loan: Loan, borrower: User, stranger: User, investors: list[User]
) -> None:
    close_through(dt.date(2026, 2, 15))
    claim = Claim.objects.get(holder=investors[0])
    url = f"/invest/claims/{claim.number}/"
    page = signed_in(investors[0]).get(url)
    text = page.content.decode()
    assert "¥265.80" in text  # of 805.44 principal
    assert borrower.display_name not in text
    assert (borrower.email or "") not in text
    assert page.context["total_fen"] == sum(row["share"].total_fen for row in page.context["rows"])
    assert page.context["principal_fen"] == claim.outstanding_fen
    for user in (borrower, stranger, investors[1]):
        assert signed_in(user).get(url).status_code == 404
    assert signed_in(make_staff("s@example.cn", "risk_manager")).get(url).status_code == 403
    assert signed_in(investors[0]).get("/invest/claims/CL20990101000001/").status_code == 404
    assert Client().get(url).status_code == 302


def test_pages_take_the_same_few_queries_with_one_claim_and_with_fifty(
    loan: Loan, investors: list[User]
) -> None:
    close_through(dt.date(2026, 2, 15))
    client = signed_in(investors[0])
    number = Claim.objects.get(holder=investors[0]).number
    pages = ["/invest/", "/invest/claims/mine/", "/invest/receipts/", f"/invest/claims/{number}/", "/me/"]
    pages += ["/invest/forecast/", "/invest/returns/", "/invest/spread/"]
    before = {page: count_queries(client, page) for page in pages}
    receipt = ClaimReceipt.objects.filter(holder=investors[0]).first()
    assert receipt is not None
    for n in range(49):
        copy = Claim.objects.get(holder=investors[0], number=number)
        copy.pk, copy.bid, copy.number = None, None, f"CLCOPY{n:06d}"
        copy.save()
        receipt.pk, receipt.claim = None, copy
        receipt.save()
    assert Instalment.objects.filter(loan=loan, settled_at=None).count() == 11
    assert {page: count_queries(client, page) for page in pages} == before
    assert max(before.values()) <= 19
