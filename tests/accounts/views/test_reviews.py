"""The pages of the reviews: a queue of one's own job, a case, and what the customer sees of it."""

import pytest

from accounts.models import Approval, IdentityReview, Message, User
from accounts.restrictions import LOOKING
from accounts.services.doubt_identity import doubt_identity
from accounts.services.store_document import store_document
from accounts.services.verify_identity import verify_identity
from tests import watching
from tests.arrivals import arrive
from tests.factories import make_customer
from tests.pictures import both_sides
from tests.queries import assert_same_few_queries

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


@pytest.fixture
def newcomer() -> User:
    return make_customer("new@example.cn", name="", verified=False)


def test_a_case_goes_from_the_queue_to_the_customer_and_back(newcomer: User) -> None:
    verify_identity(user=newcomer, real_name="张·误", identity_number=NUMBER)
    review = IdentityReview.objects.get()
    desk, path = arrive(watching.service()), f"/office/accounts/reviews/{review.number}/"
    assert review.number in desk.get("/office/accounts/reviews/").content.decode()
    page = desk.get(path).content.decode()
    assert NUMBER not in page
    assert "张·误" not in page
    assert desk.post(f"{path}take/").status_code == 302
    assert desk.post(f"{path}return/", {"return-note": "x"}).status_code == 422
    posted = {"return-reasons": ["blurred", "other"], "return-note": "请拍原件正面"}
    assert desk.post(f"{path}return/", posted).status_code == 302
    own = arrive(newcomer).get("/me/kyc/").content.decode()
    assert "请拍原件正面" in own
    assert "照片模糊" in own
    assert "<form" in own.split("<main")[1]
    assert "请拍原件正面" in arrive(newcomer).get("/me/").content.decode()
    assert Message.objects.filter(to=newcomer, template="identity_returned", channel="inbox").count() == 1
    assert desk.get("/office/accounts/reviews/?view=returned").content.decode().count(review.number) >= 1
    assert review.number not in desk.get("/office/accounts/reviews/?view=").content.decode()


def test_a_case_is_passed_or_a_second_person_asked_from_its_page(borrower: User, newcomer: User) -> None:
    desk, head = arrive(watching.service()), arrive(watching.supervisor())
    answer = desk.post(f"/office/accounts/customers/{borrower.number}/review/", {"cause": "illegible"})
    review = IdentityReview.objects.get(user=borrower)
    path = f"/office/accounts/reviews/{review.number}/"
    assert answer.headers["Location"] == path
    desk.post(f"{path}take/")
    assert desk.post(f"{path}pass/", {"pass-words": "清晰可读"}, follow=True).status_code == 422
    review.refresh_from_db()
    assert review.status == "taken"
    assert head.post(f"{path}hold/", {"hold-words": "疑似冒用"}).status_code == 302
    file = desk.get(f"/office/support/customers/{borrower.number}/").content.decode()
    assert "资料核对中" in file
    assert head.post(f"{path}pass/", {"pass-words": "清晰可读"}).status_code == 302
    review.refresh_from_db()
    assert review.status == "passed"
    hold = review.holds.get()
    lifted = head.post(f"/office/accounts/holds/{hold.number}/lift/", {"lift-reason": "已向本人核实"})
    assert lifted.status_code == 302
    assert Approval.objects.get(kind="accounts.hold_lift").maker == watching.supervisor()
    verify_identity(user=newcomer, real_name="张·误", identity_number=NUMBER)
    other = IdentityReview.objects.get(user=newcomer)
    path = f"/office/accounts/reviews/{other.number}/"
    desk.post(f"{path}take/")
    assert desk.post(f"{path}override/", {"override-reason": "与证件一致"}).status_code == 422
    for kind, file in both_sides().items():
        store_document(owner=newcomer, kind=kind, file=file, actor=newcomer)
    assert desk.post(f"{path}override/", {"override-reason": "与证件一致"}).status_code == 302
    asked = Approval.objects.get(kind="accounts.identity_override")
    assert asked.number in desk.get(path).content.decode()
    second = {"refuse-words": "假的证件"}
    assert head.post(f"{path}refuse/", second).status_code == 422
    other.refresh_from_db()
    assert other.status == "taken"


def test_a_case_of_the_watch_list_is_not_there_for_customer_service(borrower: User) -> None:
    assert borrower.person is not None
    watching.put_on_list("identity", borrower.person.identity_number, severity="stop")
    review = IdentityReview.objects.get()
    path = f"/office/accounts/reviews/{review.number}/"
    for who in (watching.service(), watching.supervisor()):
        client = arrive(who)
        assert client.get(path).status_code == 404
        assert client.post(f"{path}take/").status_code == 404
        for view in ("", "taken", "all"):
            assert review.number not in client.get(f"/office/accounts/reviews/?view={view}").content.decode()
        file = client.get(f"/office/support/customers/{borrower.number}/").content.decode()
        assert review.number not in file
        assert "监控名单" not in file
    page = arrive(watching.officer()).get(path).content.decode()
    assert review.hits.get().entry.number in page
    review.refresh_from_db()
    assert review.status == "opened"


def test_the_queue_costs_the_same_however_long_it_is(db: None) -> None:
    client = arrive(watching.service())
    made = iter(range(100))

    def grow(count: int) -> None:
        for _ in range(count):
            customer = make_customer(f"c{next(made)}@example.cn")
            doubt_identity(customer=customer, cause="illegible", actor=watching.service())

    assert_same_few_queries(client, "/office/accounts/reviews/", grow=grow, limit=20)


def test_the_own_page_says_that_we_are_looking_and_offers_no_step(newcomer: User) -> None:
    begin = 'href="/me/onboarding/"'
    assert begin in arrive(newcomer).get("/me/").content.decode()
    verify_identity(user=newcomer, real_name="张·误", identity_number=NUMBER)
    text = arrive(newcomer).get("/me/").content.decode().split("<main")[1]
    assert begin not in text
    assert str(LOOKING) in text


def test_the_queue_begins_with_what_waits_longest(newcomer: User, borrower: User) -> None:
    desk = arrive(watching.service())
    for customer in (borrower, newcomer):
        desk.post(f"/office/accounts/customers/{customer.number}/review/", {"cause": "illegible"})
    first, second = IdentityReview.objects.order_by("pk")
    shown = [row.review for row in desk.get("/office/accounts/reviews/").context["rows"]]
    assert shown == [first, second]
    shown = [row.review for row in desk.get("/office/accounts/reviews/?view=all").context["rows"]]
    assert shown == [second, first]
