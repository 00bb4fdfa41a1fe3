"""The office's lists: any order by pages, columns and views one keeps, and files that say who took them."""

import datetime as dt
import io
import itertools
import random

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from openpyxl import load_workbook

from accounts.errors import Refused
from accounts.models import Event, SavedView, User
from accounts.rules import rule_value
from accounts.services.keep_view import keep_view
from accounts.web.tables import ordering
from accounts.web.tables.ordering import Order, page_in_order
from lending.models import Loan
from tests.arrivals import arrive
from tests.factories import make_customer, make_staff
from tests.lending.factories import make_active_loan

running = itertools.count(1)
LIST = "/office/lending/loans/"
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def make_loan() -> Loan:
    return make_active_loan(make_customer(f"b{next(running)}@fenqi.cn"))


def works_as(role: str) -> User:
    return make_staff(f"{role}{next(running)}@fenqi.cn", role)


def people(values: list[int | None]) -> list[User]:
    return User.objects.bulk_create(
        User(
            number=f"T{position:04d}",
            email=f"t{position}@fenqi.cn",
            last_login=None if value is None else START + dt.timedelta(days=value),
        )
        for position, value in enumerate(values)
    )


def walk(order: Order, way: str, start: str) -> tuple[list[list[int]], str]:
    """Follow the pages one way from an address; returns their keys and the address of the last page."""
    pages, query = [], start
    while True:
        request = RequestFactory().get(f"/{query}")
        page = page_in_order(User.objects.filter(number__startswith="T"), request, order)
        pages.append([row.pk for row in page.rows])
        follow = page.next_url if way == "next" else page.previous_url
        if not follow:
            return pages, query
        query = follow


@pytest.mark.django_db
@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_pages_hold_each_row_once_in_order_there_and_back(
    seed: int, is_descending: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "PAGE_SIZE", 3)
    made = random.Random(seed)
    rows = people([made.choice([None, None, 1, 2, 2, 3]) for _row in range(14)])
    keyed = [(row.last_login, row.pk) for row in rows]
    known = sorted([key for key in keyed if key[0]], reverse=is_descending)
    unknown = sorted([key for key in keyed if not key[0]], key=lambda key: key[1], reverse=is_descending)
    wanted = [pk for _value, pk in known + unknown]

    order = Order("last_login", is_descending)
    pages, last = walk(order, "next", "")
    assert [pk for page in pages for pk in page] == wanted
    assert [len(page) for page in pages] == [3, 3, 3, 3, 2]
    back, _first = walk(order, "back", last)
    assert list(reversed(back)) == pages


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["?after=999999", "?before=999999", "?after=x", "?after=-1", "?before=٣"])
def test_a_page_that_cannot_be_read_is_the_first(query: str) -> None:
    rows = people([3, 1, 2])
    page = page_in_order(
        User.objects.filter(number__startswith="T"), RequestFactory().get(f"/{query}"), Order("number")
    )
    assert [row.pk for row in page.rows] == [row.pk for row in rows]
    assert (page.previous_url, page.next_url) == ("", "")


@pytest.mark.django_db
def test_columns_and_order_are_chosen_and_anything_else_is_ignored() -> None:
    loan = make_loan()
    client = arrive(works_as("risk_manager"))
    plain = client.get(LIST)
    assert "product" not in heads(plain.context["list"])
    assert plain.context["list"].sort == "-number"
    chosen = client.get(f"{LIST}?show=product&show=rate&show=password&sort=rate&status=active")
    assert heads(chosen.context["list"]) == ["number", "product", "rate"]
    assert chosen.context["list"].sort == "rate"
    assert loan.product_version.name in chosen.content.decode()
    assert client.get(f"{LIST}?sort=borrower__password").context["list"].sort == "-number"


def heads(shown: object) -> list[str]:
    return [column.name for column in shown.columns]  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_view_is_kept_without_what_was_searched_for() -> None:
    make_loan()
    user = works_as("risk_manager")
    client = arrive(user)
    answer = client.post(
        f"{LIST}?status=active&number=LN2026&sort=-rate&show=rate", {"keep": "1", "name": " Dear  ones "}
    )
    kept = SavedView.objects.get(user=user)
    assert (kept.table, kept.name) == ("lending.loans", "Dear ones")
    assert QueryDict(kept.query).dict() == {"sort": "-rate", "status": "active", "show": "rate"}
    assert answer["Location"] == f"{LIST}?{kept.query}"
    page = client.get(answer["Location"])
    assert page.context["list"].open_view == "Dear ones"
    assert "Dear ones" not in arrive(works_as("risk_manager")).get(LIST).content.decode()
    client.post(LIST, {"drop": "Dear ones"})
    assert not SavedView.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "  ", "x" * 31])
def test_a_view_without_a_fit_name_is_refused(name: str) -> None:
    client = arrive(works_as("risk_manager"))
    page = client.post(LIST, {"keep": "1", "name": name}, follow=True)
    assert "最多 30 个字" in page.content.decode()
    assert not SavedView.objects.exists()


@pytest.mark.django_db
def test_twenty_views_are_enough_and_the_same_name_is_the_same_view() -> None:
    user = works_as("risk_manager")
    for number in range(20):
        keep_view(user=user, table="a.b", name=f"v{number}", query="")
    keep_view(user=user, table="a.b", name="v7", query="sort=x")
    keep_view(user=user, table="a.c", name="v20", query="")
    with pytest.raises(Refused, match="too_many_views"):
        keep_view(user=user, table="a.b", name="v20", query="")
    assert SavedView.objects.filter(user=user, table="a.b").count() == 20
    assert SavedView.objects.get(table="a.b", name="v7").query == "sort=x"


@pytest.mark.django_db
def test_a_list_is_taken_out_as_it_stands_and_it_is_recorded() -> None:
    loan = make_loan()
    user = works_as("risk_manager")
    client = arrive(user)
    query = f"?number={loan.number}&show=principal&show=paid_out"
    answer = client.post(f"{LIST}{query}", {"take": "xlsx"})
    head, line = load_workbook(io.BytesIO(answer.content)).worksheets[0].values
    assert head == ("编号", "本金", "放款日")
    assert line[0] == loan.number
    assert round(line[1] * 100) == loan.principal_fen
    assert line[2].date() == loan.disbursed_on
    event = Event.objects.get(kind="list.exported")
    assert event.actor == user
    assert event.data == {
        "table": "lending.loans",
        "rows": 1,
        "columns": ["number", "principal", "paid_out"],
        "filters": ["number"],
    }
    text = client.post(f"{LIST}{query}", {"take": "csv"}).content.decode("utf-8-sig")
    amount = f"{loan.principal_fen // 100}.{loan.principal_fen % 100:02d}"
    assert text.splitlines()[1] == f"{loan.number},{amount},{loan.disbursed_on}"


@pytest.mark.django_db
def test_nothing_leaves_the_house_without_the_right_or_without_a_row() -> None:
    make_loan()
    for role, query, sentence in (
        ("risk_officer", "", "您的岗位不能导出列表"),
        ("risk_manager", "?number=LN1999", "没有可以导出的内容"),
    ):
        page = arrive(works_as(role)).post(f"{LIST}{query}", {"take": "csv"}, follow=True)
        assert sentence in page.content.decode()
        assert page["Content-Type"].startswith("text/html")
    assert not Event.objects.filter(kind="list.exported").exists()


@pytest.mark.django_db
def test_a_file_holds_as_many_rows_as_the_rule_says() -> None:
    assert rule_value("list.export") == {"rows": 10_000}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["applications", "listings", "loans"])
def test_every_column_shows_a_value_of_its_row(path: str) -> None:
    make_loan()
    client = arrive(works_as("risk_manager"))
    names = [choice.name for choice in client.get(f"/office/lending/{path}/").context["list"].choices]
    page = client.get(f"/office/lending/{path}/?show={'&show='.join(names)}")
    shown = [cell.text for line in page.context["list"].lines for cell in line]
    assert len(shown) == len(names) + 1
    assert not [text for text in shown if "<" in text or "object at" in text or text == ""]
