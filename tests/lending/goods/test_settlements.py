"""Settlement statements: from the ledger to the fen, and the same on the page, on paper and in the spreadsheet."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from accounts.models import Dealer, User
from lending.goods.statements import read_period
from lending.queries.settlements import settlement_of_period
from tests import dealers
from tests.arrivals import arrive
from tests.closing import close_before, set_today
from tests.factories import make_customer
from tests.lending.goods import factories as goods
from tests.lending.goods.test_returns import asked, taken_back
from tests.queries import count_queries

START = dt.date(2026, 1, 15)


@pytest.fixture
def seller(db: None) -> Dealer:
    set_today(START)
    return dealers.active()


@pytest.mark.django_db
def test_a_statement_adds_up_from_the_first_fen_to_the_last(seller: Dealer, customer: User) -> None:
    owner = dealers.owner(seller)
    order = goods.delivered(seller, customer)
    close_before(dt.date(2026, 1, 20))
    goods.delivered(seller, make_customer("buyer@example.cn", name="王买"))
    taken_back(asked(order))
    month = settlement_of_period(owner, dt.date(2026, 1, 1), dt.date(2026, 1, 31))
    assert [(line.on.day, line.kind, line.net_fen) for line in month.lines] == [
        (15, "loan.disbursed", 11_200_00),
        (20, "loan.disbursed", 11_200_00),
        (20, "hold.released", 500_00),
        (20, "goods.returned", 300_00 - 2_000_00),
        (20, "loan.payment.return", -10_010_28),
    ]
    first = month.lines[0]
    assert (
        first.financed_fen,
        first.down_payment_fen,
        first.fee_fen,
        first.retention_fen,
        first.other_fen,
    ) == (
        10_000_00,
        2_000_00,
        -300_00,
        -500_00,
        0,
    )
    assert (month.opening_fen, month.closing_fen, month.total.net_fen) == (0, 11_189_72, 11_189_72)
    day = settlement_of_period(owner, dt.date(2026, 1, 20), dt.date(2026, 1, 20))
    assert (day.opening_fen, day.closing_fen) == (11_200_00, 11_189_72)

    client = arrive(owner)
    page = client.get("/dealer/settlements/?period=2026-01")
    assert page.context["total"].net_fen == 11_189_72
    assert "¥11,189.72" in page.content.decode()
    sheet = client.get("/dealer/settlements/?period=2026-01&as=xlsx")
    written = list(load_workbook(io.BytesIO(sheet.content)).worksheets[0].values)
    amounts = {Decimal(str(cell)) for row in written for cell in row if isinstance(cell, int | float)}
    assert {Decimal("11189.72"), Decimal("-10010.28")} <= amounts
    assert Decimal(str(written[-1][1])) == Decimal("11189.72")
    assert sheet["Content-Disposition"].endswith('-2026-01.xlsx"')
    paper = client.get("/dealer/settlements/?period=2026-01-20&as=pdf")
    assert paper.content.startswith(b"%PDF")
    assert count_queries(client, "/dealer/settlements/?period=2026-01") <= 12


@pytest.mark.django_db
def test_an_empty_month_and_another_dealer_see_nothing(seller: Dealer, customer: User) -> None:
    goods.delivered(seller, customer)
    other = arrive(dealers.owner(dealers.named("other@dealer.cn")))
    for address in ("?period=2026-01", "?period=nonsense", "?period=2026-02-31", "?period=2026-01&as=xlsx"):
        answer = other.get(f"/dealer/settlements/{address}")
        assert answer.status_code == 200
        assert b"11200" not in answer.content
    assert arrive(customer).get("/dealer/settlements/").status_code == 403


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-02-14", "2026-02-14", "2026-02-14"),
        ("2026-02-30", "2026-02-01", "2026-02-28"),
        ("", "2026-01-01", "2026-01-31"),
        ("2026-13", "2026-01-01", "2026-01-31"),
        ("２０２６-02", "2026-01-01", "2026-01-31"),
    ],
)
def test_a_period_is_a_month_or_a_day(text: str, first: str, last: str) -> None:
    assert [day.isoformat() for day in read_period(text, START)] == [first, last]
