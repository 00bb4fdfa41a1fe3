"""The statement of a dealer's wallet: a period, the balance after each movement, files that add up, whom it refuses."""

import csv
import datetime as dt
import io

import pytest
from django.test import Client

from accounts.models import Dealer, User
from accounts.web.statement_check import ReadSection, read_statement
from finance.queries.wallets import wallet_balance
from finance.services.place_hold import place_hold
from finance.services.release_hold import release_hold
from tests import dealers
from tests.arrivals import arrive
from tests.closing import set_today
from tests.factories import make_customer
from tests.finance.ledger_helpers import deposit as give
from tests.queries import assert_same_few_queries

pytestmark = pytest.mark.django_db
PAGE = "/dealer/money/statement/"
FIRST, SECOND = dt.date(2026, 1, 15), dt.date(2026, 2, 3)
FEBRUARY = "?from=2026-02-01&to=2026-02-03"


@pytest.fixture
def owner(db: None) -> User:
    """1,000.00 paid in and 300.00 of it held in January; in February the hold comes back and 50.05 more is paid in."""
    set_today(FIRST)
    owner = dealers.owner(dealers.active())
    give(owner, 1_000_00)
    hold = place_hold(owner=owner, amount_fen=300_00, purpose="retention", reference="LN1", key="hold")
    set_today(SECOND)
    release_hold(hold_id=hold.pk, key="back")
    give(owner, 50_05)
    return owner


def client_of(user: User, language: str = "en") -> Client:
    client = arrive(user)
    client.cookies["django_language"] = language
    return client


def test_a_period_opens_moves_and_closes(owner: User) -> None:
    shown = client_of(owner).get(PAGE + FEBRUARY)
    rows = [(one.opening_fen, one.in_fen, one.out_fen, one.closing_fen) for one in shown.context["rows"]]
    assert rows == [(700_00, 350_05, 0, 1_050_05), (300_00, 0, -300_00, 0)]
    moves = [
        (one.available_change_fen, one.held_change_fen, one.available_after_fen, one.held_after_fen)
        for one in shown.context["page"].rows
    ]
    assert moves == [(50_05, 0, 1_050_05, 0), (300_00, -300_00, 1_000_00, 0)]
    # The balance after a movement is that of its day, whatever came later.
    january = client_of(owner).get(f"{PAGE}?from=2026-01-01&to=2026-01-31")
    assert [one.available_after_fen for one in january.context["page"].rows] == [700_00, 1_000_00]
    assert wallet_balance(owner) == (1_050_05, 0)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_files_add_up_to_the_books(owner: User, language: str) -> None:
    client = client_of(owner, language)
    for ending in ("csv", "xlsx", "pdf"):
        answer = client.get(f"{PAGE}{FEBRUARY}&as={ending}")
        assert f"-20260201-20260203.{ending}" in answer["Content-Disposition"]
        [section] = read_statement(answer.content)
        assert section == ReadSection(
            "W",
            printed=(350_05, -300_00),
            opening=(700_00, 300_00),
            closing=(1_050_05, 0),
            lines=[(300_00, -300_00), (50_05, 0)],
        )
        assert section.is_sum_right
        assert section.is_closing_right
    written = client.get(f"{PAGE}{FEBRUARY}&as=csv").content.decode("utf-8-sig")
    lines = [row for row in csv.reader(io.StringIO(written)) if row and row[0] in ("W0", "W1", "W2", "W=")]
    assert [row[-4:] for row in lines] == [
        ["700.00", "300.00", "", ""],
        ["300.00", "-300.00", "1000.00", "0.00"],
        ["50.05", "0.00", "1050.05", "0.00"],
        ["1050.05", "0.00", "", ""],
    ]


def test_days_that_make_no_period_are_said(owner: User) -> None:
    client = client_of(owner)
    for asked, words in (
        ("?from=2026-02-03&to=2026-02-01", "The first day comes before the last."),
        ("?from=2026-02-01&to=2026-02-04", "The last day may not lie in the future."),
        ("?from=x&to=2026-02-01", "Enter a valid date."),
    ):
        shown = client.get(PAGE + asked)
        assert words in shown.content.decode()
        assert "rows" not in shown.context


def test_only_the_owner_reads_it(owner: User) -> None:
    clerk = dealers.add_clerk(Dealer.objects.get()).user
    other = dealers.owner(dealers.active("other@dealer.cn"))
    assert client_of(clerk).get(PAGE).status_code in (302, 403, 404)
    assert client_of(make_customer("c@example.cn")).get(PAGE).status_code in (302, 403, 404)
    assert [one.closing_fen for one in client_of(other).get(PAGE).context["rows"]] == [0, 0]
    assert f'href="{PAGE}"' in client_of(owner).get("/dealer/money/").content.decode()


def test_the_page_asks_little_and_the_same(owner: User) -> None:
    def grow(count: int) -> None:
        for _ in range(count):
            give(owner, 1)

    assert_same_few_queries(client_of(owner), PAGE + FEBRUARY, grow=grow, limit=18)
