"""Why this amount: every figure opens into parts that sum to it, on every customer page that shows one."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accounts import clock
from accounts.models import User
from accounts.web.formats import yuan
from accounts.web.parts import Fact
from finance.domain.money import PPM, divide_half_up
from lending.domain.shares import explain_share, split_over_claims
from lending.instalment_story import explain, late_parts
from lending.labels import version_words
from lending.loan_story import payment_rows, timeline
from lending.models import Claim, ClaimReceipt, Loan
from lending.queries.loans import read_loan_files
from lending.queries.receipt_shares import explain_receipt
from lending.services.pay_loan import pay_loan
from lending.services.set_automatic_debit import set_automatic_debit
from tests.arrivals import arrive
from tests.closing import close_before, close_through, set_today
from tests.factories import make_customer
from tests.lending import factories

START = dt.date(2026, 1, 15)
# Figures that somebody chose or that stand for themselves: there is no sum behind them.
GIVEN = {
    "Amount",
    "You receive",
    "You received",
    "The dealer receives for you",
    "Free in your wallet",
    "Free in your wallet afterwards",
    "Available in your wallet",
    "Your limit on one loan",
    "Your limit in all",
    "Principal of the whole loan",
    "Instalment no. 1",
    "Income",
    "Paid on other debts a month",
    "Owed elsewhere",
    "Owed on other platforms",
    # Parts on a confirmation; the total below opens into them.
    "Principal paid early",
    "Interest for the days used",
    "Service fee for the days used",
    "Early settlement fee",
}


def signed_in(user: User) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(user)
    return client


@pytest.fixture
def investors(db: None) -> list[User]:
    set_today(START)
    with clock.simulated(START):
        return [factories.make_investor(f"{name}@example.cn") for name in ("first", "second", "third")]


@pytest.fixture
def loan(borrower: User, investors: list[User]) -> Loan:
    """¥10,000 in shares that do not divide: two parts ahead, one instalment paid late with overdue interest."""
    shares = dict(zip(investors, (3_300_00, 3_300_00, 3_400_00), strict=True))
    with clock.simulated(START):
        loan = factories.make_active_loan(borrower, shares)
    set_automatic_debit(loan=loan, borrower=borrower, is_on=False)
    close_before(dt.date(2026, 2, 1))
    pay_loan(loan=loan, payer=borrower, amount_fen=333_33, key="ahead")
    close_before(dt.date(2026, 3, 3))
    pay_loan(loan=loan, payer=borrower, amount_fen=777_77, key="late")
    return loan


def facts_of(context: Any) -> Iterator[Fact]:
    """Yield every fact that a page was given."""
    for layer in context:
        for value in layer.dicts[-1].values() if hasattr(layer, "dicts") else layer.values():
            yield from _facts_in(value)


def _facts_in(value: Any) -> Iterator[Fact]:
    if isinstance(value, Fact):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _facts_in(one)
    elif hasattr(value, "early_facts"):
        yield from _facts_in([*value.early_facts, *value.late_facts])


def test_every_figure_on_customer_pages_opens_into_its_sum(
    loan: Loan, borrower: User, investors: list[User]
) -> None:
    claim = Claim.objects.get(holder=investors[0])
    with clock.simulated(clock.today()):
        listing = factories.make_listing(make_customer("other@example.cn", name="孙七"))
        calm = factories.make_active_loan(make_customer("calm@example.cn", name="赵六"))
    settled, ahead = (
        f"/borrow/loans/{loan.number}/settle/",
        {"principal_fen": "500", "choice": "shorter_term"},
    )
    pages = [
        (borrower, f"/borrow/loans/{loan.number}/", None),
        (borrower, f"/borrow/loans/{loan.number}/repay/", None),
        (borrower, f"/borrow/loans/{loan.number}/repay/", {"amount_fen": "400", "idempotency_key": "k" * 32}),
        (borrower, settled, None),
        (calm.borrower, f"/borrow/loans/{calm.number}/prepay/", {**ahead, "idempotency_key": "k" * 32}),
        (investors[0], f"/invest/claims/{claim.number}/", None),
        (investors[0], f"/market/{listing.number}/", None),
        (borrower, "/calculator/", None),
    ]
    opened = 0
    for user, url, posted in pages:
        client = arrive(user, client=signed_in(user))
        page = client.get(url) if posted is None else client.post(url, posted)
        assert page.status_code == 200, url
        for fact in facts_of(page.context):
            if fact.why is not None:
                assert yuan(fact.why.total_fen) == fact.value, (url, fact.label)
                opened += 1
            elif fact.is_figure and "¥" in str(fact.value) and str(fact.label) not in GIVEN:
                assert ", no. " in str(fact.label), (url, str(fact.label), fact.value)
    assert opened > 20
    for row in signed_in(borrower).get(f"/borrow/loans/{loan.number}/").context["rows"]:
        assert sum(line.amount_fen for line in row.why) == row.total_fen
    story = signed_in(borrower).get(settled).context["story"]
    assert sum(line.amount_fen for line in story.lines) == story.total_fen


def test_every_receipt_opens_to_the_last_fen(loan: Loan, investors: list[User], borrower: User) -> None:
    close_through(dt.date(2026, 4, 15))
    receipts = list(ClaimReceipt.objects.select_related("payment__entry", "claim__loan"))
    assert len(receipts) >= 6
    seen_one_more = False
    for receipt in receipts:
        parts = explain_receipt(receipt)
        assert sum(part.step.share_fen for part in parts) == receipt.total_fen
        seen_one_more |= any(part.step.left_over_fen and part.step.gets_one_more for part in parts)
    assert seen_one_more
    mine = next(one for one in receipts if one.holder_id == investors[0].pk)
    url = f"/invest/claims/{mine.claim.number}/receipts/{mine.payment.number}/"
    page = signed_in(investors[0]).get(url)
    assert page.context["why"].total_fen == mine.total_fen
    assert mine.payment.entry.number in page.content.decode()
    for other in (investors[1], borrower):
        assert signed_in(other).get(url).status_code == 404


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**8), min_size=1, max_size=30))
def test_the_steps_are_those_of_the_split(amount_fen: int, shares: list[int]) -> None:
    outstanding = {f"CL{n:03d}": fen for n, fen in enumerate(shares)}
    found = split_over_claims(amount_fen, outstanding)
    steps = {claim: explain_share(amount_fen, outstanding, claim) for claim in outstanding}
    assert {claim: step.share_fen for claim, step in steps.items()} == found
    assert sorted(step.place for step in steps.values()) == list(range(1, len(shares) + 1))
    assert sum(step.gets_one_more for step in steps.values()) == next(iter(steps.values())).left_over_fen


def test_reasons_derive_the_level_payment_and_the_overdue_interest(loan: Loan, borrower: User) -> None:
    file = read_loan_files([loan], clock.today())[0]
    with translation.override("en"):
        rows = {row.n: {str(line.label): line for line in row.why} for row in timeline(file)}
        payments = payment_rows(file)
        version = version_words(loan.product_version)
    level = rows[3]["Principal"].sum
    # 10,000 at 7.4 % over 12 months: the very instalment that the schedule asks for.
    assert "With i = 7.40% × 30/360" in level
    assert "¥10,000.00 × i ÷ (1 − (1 + i)^−12) = ¥867.11" in level
    assert all(version in line.rule for row in rows.values() for line in row.values())
    late = file.rows[0]
    parts = late_parts(file, late)
    fen_days = sum(fen * days * rate_ppm for fen, days, rate_ppm, _on in parts)
    assert divide_half_up(fen_days, 365 * PPM) == late.overdue_interest_fen > 0
    assert "-days" not in rows[1]["Overdue interest"].sum
    assert "× 16 days × 11.00% a year / 365 (paid on" in rows[1]["Overdue interest"].sum
    assert "3 days of grace" in rows[1]["Overdue interest"].rule
    for row in payments:
        assert row["why"].total_fen == row["payment"].amount_fen


def test_a_level_payment_without_interest_is_a_plain_share(loan: Loan) -> None:
    file = read_loan_files([loan], clock.today())[0]
    row = file.rows[2]
    row.rate_numerator, row.interest_fen, row.principal_fen = 0, 0, 833_33
    file.loan.rate_ppm = 0
    with translation.override("en"):
        [principal] = [line for line in explain(file, row) if line.label == "Principal"]
    assert principal.sum == "¥10,000.00 ÷ 12 = ¥833.33, rounded."
