"""Finding customers, and the file of one: who sees which part, masked, and every look written down."""

import pytest
from django.test import Client

from accounts.events import EventInput, record_events
from accounts.models import Event, User
from accounts.privacy_queries import looks_at
from accounts.services.deliver_events import deliver_events
from accounts.services.send_message import send_message
from accounts.services.verify_identity import verify_identity
from tests.arrivals import arrive
from tests.factories import make_customer, make_staff, make_suitable
from tests.lending.factories import make_active_loan, make_submitted
from tests.queries import assert_same_few_queries

pytestmark = pytest.mark.django_db
LIST = "/office/support/customers/"
SERVICE = [
    "profile",
    "kyc",
    "review",
    "consents",
    "documents",
    "money",
    "borrowed",
    "lent",
    "messages",
    "looks",
    "events",
]


def page_of(customer: User) -> str:
    return f"{LIST}{customer.number}/"


def codes(client: Client, customer: User) -> list[str]:
    return [section.code for section in client.get(page_of(customer)).context["sections"]]


def looked_up() -> list[dict[str, object]]:
    return [event.data for event in Event.objects.filter(kind="customers.looked_up").order_by("pk")]


def test_a_customer_is_found_by_each_whole_value_and_the_look_up_is_written_down(
    customer_service: User, borrower: User
) -> None:
    borrower.set_phone("13812345678")
    borrower.save()
    make_customer("another@example.cn")
    client = arrive(customer_service)
    identity_number = borrower.person.identity_number
    asked = {
        borrower.number: "number",
        "BORROWER@example.cn": "mail",
        "+86 138 1234 5678": "phone",
        identity_number.lower(): "identity",
        "李借": "name",
    }
    for text in asked:
        assert client.post(LIST, {"q": text}).url == page_of(borrower), text
    for text in ("1381234", identity_number[:10], "%", "李"):
        assert client.post(LIST, {"q": text}).context["rows"] == []
    assert [look["by"] for look in looked_up()] == [*asked.values(), "name", "name", "name", "name"]
    assert [look["found"] for look in looked_up()] == [[borrower.number]] * 5 + [[]] * 4
    events = str(list(Event.objects.values_list("data", flat=True)))
    for secret in ("13812345678", identity_number, "borrower@example.cn", "李"):
        assert secret not in events
    listed = client.get(LIST).content.decode()
    assert identity_number not in listed
    assert "13812345678" not in listed


def test_the_file_is_masked_and_its_opening_is_shown_to_the_customer(
    customer_service: User, borrower: User
) -> None:
    borrower.set_phone("13812345678")
    borrower.save()
    make_suitable(borrower)
    page = arrive(customer_service).get(page_of(borrower))
    assert page["Cache-Control"].startswith("max-age=0")
    text = page.content.decode()
    for secret in (borrower.person.identity_number, "13812345678", "李借", "borrower@example.cn"):
        assert secret not in text
    for masked in ("138****5678", "李*", "b***@example.cn"):
        assert masked in text
    look = looks_at(borrower).get()
    assert (look.kind, look.actor, look.subject_number) == (
        "customer.file_opened",
        customer_service,
        borrower.number,
    )
    assert look.data == {"sections": SERVICE}
    own = arrive(borrower).get("/me/privacy/").content.decode()
    assert "您的客户档案被打开" in own


@pytest.mark.parametrize(
    "role, wanted",
    [
        ("customer_service", SERVICE),
        ("collections_officer", [code for code in SERVICE if code != "documents"]),
        ("business_manager", ["profile", "kyc", "review", "consents", "borrowed", "lent", "looks", "events"]),
        ("risk_officer", [*SERVICE[:7], "cases", "risk_database", "lent", "looks", "events"]),
    ],
)
def test_each_role_sees_the_sections_of_its_rights(role: str, wanted: list[str], borrower: User) -> None:
    assert codes(arrive(make_staff("colleague@fenqi.example", role)), borrower) == wanted


def test_the_file_is_for_who_may_see_customers_and_about_customers_alone(
    customer_service: User, borrower: User
) -> None:
    assert arrive(make_staff("cashier@fenqi.example", "cashier")).get(page_of(borrower)).status_code == 403
    assert arrive(borrower).get(page_of(borrower)).status_code == 404
    assert Client().get(page_of(borrower)).status_code == 302
    client = arrive(customer_service)
    assert client.get(page_of(customer_service)).status_code == 404
    assert client.get(f"{LIST}U20990101000001/").status_code == 404
    assert not Event.objects.filter(kind="customer.file_opened").exists()


def test_the_sections_tell_what_the_books_hold(borrower: User) -> None:
    manager = make_staff("manager@fenqi.example", "risk_manager")
    loan = make_active_loan(borrower)
    claim = loan.claims.select_related("holder").first()
    client = arrive(manager)
    text = client.get(page_of(borrower)).content.decode()
    for number in (loan.number, loan.application.number):
        assert number in text
    assert f"/office/lending/loans/{loan.number}/" in text
    assert claim.number in client.get(page_of(claim.holder)).content.decode()


def test_a_credit_case_stands_in_the_file_of_its_borrower(risk_officer: User, borrower: User) -> None:
    application = make_submitted(borrower)
    deliver_events()
    text = arrive(risk_officer).get(page_of(borrower)).content.decode()
    assert text.count(f"/office/lending/applications/{application.number}/") == 2
    assert "/office/risk/cases/" in text


def test_the_full_file_takes_the_same_queries_at_any_size(borrower: User) -> None:
    manager = make_staff("manager@fenqi.example", "risk_manager", "customer_service_supervisor")
    make_suitable(borrower)
    make_active_loan(borrower)
    keys = iter(range(1000))

    def more(count: int) -> None:
        record_events([EventInput("thing.happened", borrower, {"n": 1}) for _ in range(count)], actor=manager)
        for _ in range(count):
            send_message(to=borrower, template="identity_verified", context={}, key=f"k{next(keys)}")

    assert_same_few_queries(arrive(manager), page_of(borrower), grow=more, limit=56)
    assert_same_few_queries(arrive(manager), LIST, grow=more)


def test_the_file_and_the_privacy_page_of_somebody_unverified_open_with_the_claim_masked(db: None) -> None:
    newcomer = make_customer("newcomer@example.cn", name="", verified=False)
    verify_identity(user=newcomer, real_name="张·误", identity_number="11010519491231002X")
    supervisor = make_staff("head@fenqi.example", "customer_service_supervisor")
    for client, page in ((arrive(supervisor), page_of(newcomer)), (arrive(newcomer), "/me/privacy/")):
        text = client.get(page).content.decode()
        assert "110105********002X" in text
        assert "张·误" not in text
