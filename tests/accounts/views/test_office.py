import csv
import io

import pytest
from django.test import Client

from accounts import clock
from accounts.duties import CONFLICTS
from accounts.events import EventInput, record_events
from accounts.models import User
from accounts.roles import ROLES, rights_of
from tests.factories import make_staff
from tests.queries import assert_same_few_queries

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def auditor() -> User:
    user = make_staff("auditor@fenqi.example", "auditor")
    user.language = "en"
    user.save()
    return user


def happen(user: User, count: int, kind: str = "thing.happened") -> None:
    record_events([EventInput(kind, user, {"n": running}) for running in range(count)], actor=user)


def test_events_are_filtered_by_kind_object_and_date(auditor: User, borrower: User, stranger: User) -> None:
    happen(borrower, 2, "loan.settled")
    happen(stranger, 1, "loan.opened")
    happen(stranger, 1, "loaner.opened")
    client = signed_in(auditor)

    def kinds(query: str) -> list[str]:
        return [event.kind for event in client.get(f"/office/accounts/events/{query}").context["page"].rows]

    today = clock.today()
    assert kinds("?kind=loan") == ["loan.opened", "loan.settled", "loan.settled"]
    assert kinds("?kind=loan.settled") == ["loan.settled"] * 2
    assert kinds(f"?subject={stranger.number}") == ["loaner.opened", "loan.opened"]
    assert kinds(f"?from_on={today}&kind=loan.opened") == ["loan.opened"]
    assert kinds(f"?until_on={today.replace(year=today.year - 1)}") == []
    page = client.get("/office/accounts/events/?kind=%27%20OR%201=1&from_on=2026-13-40")
    assert page.context["form"].errors.keys() == {"kind", "from_on"}


def test_the_event_log_walks_by_key(auditor: User, borrower: User) -> None:
    happen(borrower, 60)
    client = signed_in(auditor)
    seen, url = [], "/office/accounts/events/?kind=thing.happened"
    while url:
        page = client.get(url).context["page"]
        seen += [event.pk for event in page.rows]
        url = f"/office/accounts/events/{page.next_url}" if page.next_url else ""
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 60


@pytest.mark.parametrize(
    "url, right_holder, without",
    [
        ("/office/accounts/events/", "auditor", "cashier"),
        ("/office/accounts/roles/", "administrator", "customer_service"),
    ],
)
def test_pages_open_by_right(url: str, right_holder: str, without: str, borrower: User) -> None:
    assert signed_in(make_staff("with@fenqi.example", right_holder)).get(url).status_code == 200
    assert signed_in(make_staff("without@fenqi.example", without)).get(url).status_code == 403
    assert signed_in(borrower).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_the_matrix_shows_every_right_of_the_table(auditor: User) -> None:
    matrix = signed_in(auditor).get("/office/accounts/roles/").context["matrix"]
    shown = {row.right: row.holds for group in matrix.groups for row in group.rows}
    assert "accounts.see_roles" in shown
    assert len(matrix.roles) == len(shown["accounts.see_roles"])


def test_the_matrix_is_by_class_with_what_excludes_what(auditor: User) -> None:
    matrix = signed_in(auditor).get("/office/accounts/roles/").context["matrix"]
    groups = {group.code: group for group in matrix.groups}
    assert {row.right for group in matrix.groups for row in group.rows} == rights_of(frozenset(ROLES))
    assert [str(name) for name in groups["credit_review"].excludes] == [
        "Deciding credit",
        "Voting in the credit committee",
    ]
    [cash] = groups["cash"].rows
    assert (cash.right, bool(cash.never)) == ("finance.clear_suspense", True)
    assert [cash.holds[list(ROLES).index(role)] for role in ("cashier", "accountant")] == [True, False]
    assert len(matrix.conflicts) == len(CONFLICTS)


def test_the_matrix_leaves_as_csv(auditor: User) -> None:
    answer = signed_in(auditor).get("/office/accounts/roles/export/")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    head, *lines = list(csv.reader(io.StringIO(text)))
    assert len(lines) == len(rights_of(frozenset(ROLES)))
    [unmask] = [line for line in lines if line[1] == "accounts.unmask"]
    assert dict(zip(head, unmask, strict=True))["Auditor"] == "yes"
    assert dict(zip(head, unmask, strict=True))["Cashier"] == ""
    assert dict(zip(head, unmask, strict=True))["A deputy may get it"] == "no"


def test_office_pages_take_few_queries_at_any_size(auditor: User, borrower: User) -> None:
    client = signed_in(auditor)
    assert_same_few_queries(
        client, "/office/accounts/events/", grow=lambda count: happen(borrower, count), limit=13
    )
