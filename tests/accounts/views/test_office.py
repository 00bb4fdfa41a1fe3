import pytest
from django.test import Client

from accounts import clock
from accounts.events import EventInput, record_events
from accounts.models import User
from accounts.services.send_message import send_message
from tests.factories import make_customer, make_staff, make_suitable
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


def test_a_customer_is_found_by_each_whole_number_and_shown_masked(
    customer_service: User, borrower: User
) -> None:
    borrower.set_phone("13812345678")
    borrower.save()
    make_customer("another@example.cn")
    make_suitable(borrower)
    happen(borrower, 1)
    client = signed_in(customer_service)
    own_page = f"/office/accounts/customers/{borrower.number}/"
    identity_number = borrower.person.identity_number
    for text in (
        borrower.number,
        "BORROWER@example.cn",
        "+86 138 1234 5678",
        identity_number.lower(),
        "李借",
    ):
        assert client.post("/office/accounts/customers/", {"q": text}).url == own_page, text
    for text in ("1381234", identity_number[:10], "%", "李"):
        assert client.post("/office/accounts/customers/", {"q": text}).context["rows"] == []
    page = client.get(own_page).content.decode()
    for secret in (identity_number, "13812345678", "李借", "borrower@example.cn"):
        assert secret not in page
    assert "138****5678" in page
    listed = client.get("/office/accounts/customers/").content.decode()
    assert identity_number not in listed
    assert "13812345678" not in listed


def test_staff_and_strangers_are_no_customers(customer_service: User, borrower: User) -> None:
    client = signed_in(customer_service)
    assert client.get(f"/office/accounts/customers/{customer_service.number}/").status_code == 404
    assert client.get("/office/accounts/customers/U20990101000001/").status_code == 404


@pytest.mark.parametrize(
    "url, right_holder, without",
    [
        ("/office/accounts/events/", "auditor", "cashier"),
        ("/office/accounts/roles/", "administrator", "customer_service"),
        ("/office/accounts/customers/", "customer_service", "cashier"),
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


def test_office_pages_take_few_queries_at_any_size(auditor: User, borrower: User) -> None:
    client = signed_in(auditor)
    make_suitable(borrower)
    send_message(to=borrower, template="identity_verified", context={}, key="k")
    running = iter(range(1000))

    def more(count: int) -> None:
        happen(borrower, count)
        for _ in range(count):
            make_customer(f"c{next(running)}@example.cn", verified=False)

    assert_same_few_queries(client, "/office/accounts/events/", grow=more)
    assert_same_few_queries(client, "/office/accounts/customers/", grow=more)
    assert_same_few_queries(client, f"/office/accounts/customers/{borrower.number}/", grow=more)
