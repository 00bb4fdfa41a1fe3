"""An investor's forecast, returns and spread: exact sums, kept forecasts, and nothing of anybody else's."""

import csv
import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from accounts import clock
from accounts.models import User
from finance.queries.wallets import wallet_balance
from lending.domain.rates import effective_annual_rate
from lending.models import Claim, ClaimReceipt, ForecastMonth, Loan
from lending.queries.flows import dated_flows, money_from_elsewhere
from lending.queries.forecast import coming_of_holders
from lending.queries.portfolio import coming_shares, read_portfolio
from lending.services.keep_forecasts import find_holders_to_forecast, keep_forecasts
from tests.closing import close_before, close_each_through, close_through, set_today
from tests.factories import make_customer
from tests.lending import factories

START = dt.date(2026, 1, 15)


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
    """¥10,000 over 12 months at 7.4 % from three investors, with shares that do not divide."""
    shares = dict(zip(investors, (3_300_00, 3_300_00, 3_400_00), strict=True))
    with clock.simulated(START):
        return factories.make_active_loan(borrower, shares)


def test_the_forecast_is_the_claims_to_the_fen(loan: Loan, investors: list[User]) -> None:
    ids = [user.pk for user in investors]
    for day in (START, loan.instalments.get(n=3).due_on):
        if day > START:
            close_through(day)
        today = clock.today()
        found = coming_of_holders(ids, today)
        for user in investors:
            exact = coming_shares(user, today)
            assert (
                sum(row.principal_fen for row in found[user.pk])
                == Claim.objects.get(holder=user).outstanding_fen
            )
            assert len(found[user.pk]) == len(exact)
            for row, share in zip(found[user.pk], exact, strict=True):
                assert row.due_on == share.due_on
                assert abs(row.principal_fen - share.principal_fen) <= 1
                assert abs(row.interest_fen - share.interest_fen) <= 1


def test_a_kept_forecast_is_held_against_what_came(loan: Loan, investors: list[User]) -> None:
    user = investors[0]
    assert find_holders_to_forecast(dt.date(2026, 1, 30), 0, 10) == []
    assert find_holders_to_forecast(dt.date(2026, 1, 31), 0, 10) == [one.pk for one in investors]
    assert find_holders_to_forecast(dt.date(2026, 1, 31), user.pk, 10) == [one.pk for one in investors[1:]]
    close_through(dt.date(2026, 1, 31))
    kept = list(ForecastMonth.objects.filter(holder=user))
    assert [row.month_on.month for row in kept] == [*range(2, 13), 1]
    assert sum(row.principal_fen for row in kept) == 3_300_00
    close_each_through(dt.date(2026, 3, 20))
    came = {row.received_on.month: row.total_fen for row in ClaimReceipt.objects.filter(holder=user)}
    for query in ("", "?made=2026-01-31", "?made=nonsense"):
        page = signed_in(user).get(f"/invest/forecast/{query}")
        rows = page.context["compared"]
        assert [(row.month_on.month, row.came_fen) for row in rows] == [(2, came[2])]
        assert (rows[0].contracted_fen, rows[0].made_on) == (kept[0].contracted_fen, dt.date(2026, 1, 31))
        assert abs(kept[0].contracted_fen - came[2]) <= 2
    assert len(page.context["made_days"]) == 2
    # What was forecast stays as it was, and keeping the day again adds nothing.
    with pytest.raises(DatabaseError), transaction.atomic():
        ForecastMonth.objects.filter(holder=user).update(weighted_fen=1)
    before = ForecastMonth.objects.count()
    keep_forecasts(business_date=dt.date(2026, 1, 31), holder_ids=[user.pk])
    assert ForecastMonth.objects.count() == before


def test_the_forecast_file_adds_up_to_the_page(loan: Loan, investors: list[User]) -> None:
    client = signed_in(investors[0])
    page = client.get("/invest/forecast/")
    text = b"".join(client.get("/invest/forecast.csv").streaming_content).decode().removeprefix("\ufeff")
    rows = list(csv.DictReader(text.splitlines()))
    total = page.context["total"]
    for head, name in (("Principal", "principal"), ("Total", "contracted"), ("Expected", "weighted")):
        assert sum(int(row[head].replace(".", "")) for row in rows) == total[f"{name}_fen"]
    assert {row["Probability, %"] for row in rows} == {"98.5000"}
    assert total["weighted_fen"] < total["contracted_fen"]


def test_returns_with_idle_cash_count_what_was_paid_in(
    loan: Loan, borrower: User, investors: list[User]
) -> None:
    user = investors[0]
    close_before(dt.date(2026, 9, 1))
    wallet_fen = wallet_balance(user).total_fen
    claim = Claim.objects.get(holder=user)
    found = read_portfolio(user, clock.today(), wallet_fen)
    elsewhere = money_from_elsewhere(user)
    assert sum(fen for _on, fen in elsewhere) == 100_000_00
    # Wallet = what came from elsewhere and what claims cost and brought.
    flows = dated_flows(user, seasoned_on=START)
    assert wallet_fen == 100_000_00 + sum(flow.net_fen for flow in flows)
    assert found.with_idle.strict == effective_annual_rate(
        [(on, -fen) for on, fen in elsewhere] + [(clock.today(), claim.outstanding_fen + wallet_fen)]
    )
    # The loan is over six months old: it is seasoned, and nothing is young.
    assert found.seasoned == found.returns
    assert found.young.strict.value is None
    assert found.with_idle.strict.value is not None
    assert found.returns.strict.value is not None
    assert found.with_idle.strict.value < found.returns.strict.value
    page = signed_in(user).get("/invest/returns/")
    assert [row.strict.value for row in page.context["rows"]][-1] == "—"
    # What a borrower borrows and repays is money from elsewhere, so that no return is made of it.
    assert sum(fen for _on, fen in money_from_elsewhere(borrower)) == wallet_balance(borrower).total_fen


def test_shares_of_the_spread_sum_to_the_whole(loan: Loan, investors: list[User], borrower: User) -> None:
    user = investors[0]
    with clock.simulated(START):
        for number, amount_fen in (("second", 700_00), ("third", 300_00)):
            other = make_customer(f"{number}-borrower@example.cn", name="孙七")
            factories.make_active_loan(other, {user: amount_fen, investors[1]: 10_000_00 - amount_fen})
    page = signed_in(user).get("/invest/spread/")
    for spread in page.context["spreads"]:
        assert spread.total_fen == 4_300_00
        assert sum(int(row.share.replace(".", "").rstrip("%")) for row in spread.rows) == 1000
        assert sum(row.count for row in spread.rows) == 3
    top = page.context["concentration"]
    assert [row.outstanding_fen for row in top["rows"]] == [3_300_00, 700_00, 300_00]
    assert [row.share for row in top["rows"]] == ["76.74%", "16.28%", "6.98%"]
    text = page.content.decode()
    assert "3 borrowers" in text
    assert borrower.display_name not in text


def test_newcomers_find_empty_pages_and_strangers_nothing(loan: Loan, investors: list[User]) -> None:
    newcomer = make_customer("new@example.cn", name="钱新")
    for url in ("/invest/forecast/", "/invest/spread/"):
        assert signed_in(newcomer).get(url).status_code == 200
    assert signed_in(newcomer).get("/invest/returns/").status_code == 302
    text = b"".join(signed_in(newcomer).get("/invest/forecast.csv").streaming_content).decode()
    assert len(text.splitlines()) == 1
