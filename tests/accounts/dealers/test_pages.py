"""The portal and the desk as they are answered: who gets in, what is taken, and with how few questions."""

import uuid

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Approval, Dealer, DealerMember, DealerStore, DealerTerms, Document, Message, User
from accounts.numbers import next_number
from accounts.services.deliver_events import deliver_events
from accounts.services.invite_clerk import invite_clerk
from accounts.services.send_message import send_message
from accounts.services.suspend_dealer import suspend_dealer
from finance.models import BankCard, SandboxCard
from tests import dealers
from tests.arrivals import arrive
from tests.factories import make_customer, make_identity_number, make_staff
from tests.pictures import picture_file
from tests.queries import assert_same_few_queries

pytestmark = pytest.mark.django_db


def company(**changes: str) -> dict[str, str]:
    values = {
        "uscc": dealers.make_uscc(),
        "legal_name": "深圳好家电器有限公司",
        "registered_address": dealers.ADDRESS,
        "established_on": "2019-05-06",
    }
    return {**values, **changes}


def test_a_company_goes_the_whole_way_in_on_its_pages() -> None:
    user = dealers.make_login("owner@dealer.cn")
    client = arrive(user)
    assert client.get("/dealer/").status_code == 403
    assert client.get("/dealer/join/").status_code == 200
    assert client.post("/dealer/join/")["Location"] == "/dealer/"
    assert client.post("/dealer/company/", company())["Location"] == "/dealer/"
    person = {"real_name": "周文", "identity_number": make_identity_number(), "phone": "137 0000 0001"}
    assert client.post("/dealer/legal-person/", person)["Location"] == "/dealer/legal-person/"
    assert client.post("/dealer/legal-person/agrees/", {"code": "000000x"}).status_code == 400
    agreed = client.post("/dealer/legal-person/agrees/", {"code": dealers.consent_code()})
    assert agreed["Location"] == "/dealer/"
    assert client.post("/dealer/licence/", {"licence": picture_file()})["Location"] == "/dealer/"
    store = {"name": "科苑店", "street": dealers.ADDRESS}
    assert client.post("/dealer/stores/", store)["Location"] == "/dealer/stores/"
    assert client.post("/dealer/goods/", {"categories": ["furniture"]})["Location"] == "/dealer/stores/"
    account = {
        "card_digits": "7559 1234 5678 901",
        "bank_name": "招商银行深圳科苑支行",
        "idempotency_key": "k",
    }
    answer = client.post("/dealer/settlement-account/new/", account)
    card = BankCard.objects.get()
    assert answer["Location"] == f"/dealer/settlement-account/{card.number}/verify/"
    amount = f"0.{SandboxCard.objects.get().small_amount_fen:02d}"
    assert client.post(answer["Location"], {"amount": amount})["Location"] == "/dealer/"
    page = client.get("/dealer/contract/")
    signed = {"shown_hash": page.context["text"].fingerprint, "agrees": "on"}
    assert client.post("/dealer/contract/", signed)["Location"] == "/dealer/"
    assert client.get("/dealer/").context["path"].is_done
    client.post("/dealer/send/")
    assert Dealer.objects.get().status == "vetting"
    assert client.get("/dealer/company/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"uscc": "91110000600037341M"}, "uscc"),
        ({"uscc": "９１１１００００６０００３７３４１Ｌ"}, "uscc"),
        ({"established_on": "2999-01-01"}, "established_on"),
        ({"established_on": "soon"}, "established_on"),
        ({"legal_name": ""}, "legal_name"),
        ({"legal_name": "x" * 121}, "legal_name"),
    ],
)
def test_a_wrong_company_is_told_at_its_field(changes: dict[str, str], field: str) -> None:
    dealer = dealers.begun()
    answer = arrive(dealers.owner(dealer)).post("/dealer/company/", company(**changes))
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    assert dealers.fresh(dealer).organisation is None


def test_what_no_form_names_changes_nothing() -> None:
    dealer = dealers.begun()
    client = arrive(dealers.owner(dealer))
    extra = {
        "status": "active",
        "round": "9",
        "role": "owner",
        "kind": "staff",
        "is_staff": "1",
        "single_order_fen": "999999999",
        "wanted_categories": '["gold"]',
        "manager": "1",
        "dealer": "1",
        "admitted_at": "2026-01-01",
    }
    client.post("/dealer/company/", {**company(), **extra})
    client.post("/dealer/stores/", {"name": "科苑店", "street": dealers.ADDRESS, **extra})
    dealer = dealers.fresh(dealer)
    assert (dealer.status, dealer.round, dealer.wanted_categories, dealer.manager) == ("applied", 0, [], None)
    assert (dealers.owner(dealer).kind, DealerStore.objects.get().status) == ("dealer", "open")
    assert not DealerTerms.objects.exists()


def test_posting_to_the_desk_from_outside_changes_nothing() -> None:
    dealer = dealers.vetting()
    client = arrive(dealers.owner(dealer))
    for action in ("check", "opinion", "admission", "return", "reject", "suspend", "resume", "end", "limits"):
        assert client.post(f"/office/accounts/dealers/{dealer.number}/{action}/").status_code == 404
    assert dealers.fresh(dealer).status == "vetting"


def test_a_member_of_another_dealer_sees_nothing() -> None:
    mine, theirs = dealers.filled("one@dealer.cn"), dealers.filled("two@dealer.cn")
    client = arrive(dealers.owner(theirs))
    store, clerk = DealerStore.objects.get(dealer=mine), dealers.add_clerk(mine)
    invitation = invite_clerk(dealer=mine, actor=dealers.owner(mine), address="new@dealer.cn")
    licence = Document.objects.get(subject_id=mine.pk)
    account = BankCard.objects.get(user=dealers.owner(mine))
    assert client.post(f"/dealer/stores/{store.number}/close/").status_code == 404
    assert client.post(f"/dealer/members/{clerk.number}/remove/").status_code == 404
    assert client.post(f"/dealer/members/invitations/{invitation.number}/withdraw/").status_code == 404
    assert client.get(f"/documents/{licence.number}/").status_code == 404
    assert client.get(f"/dealer/settlement-account/{account.number}/verify/").status_code == 404
    assert client.post(f"/dealer/settlement-account/{account.number}/use/").status_code == 404
    store.refresh_from_db()
    clerk.refresh_from_db()
    assert (store.status, clerk.left_at) == ("open", None)


def test_a_clerk_reads_the_contract_and_the_licence_but_manages_nothing() -> None:
    dealer = dealers.filled()
    client = arrive(dealers.add_clerk(dealer).user)
    assert client.get("/dealer/members/").status_code == 200
    assert client.get("/dealer/contract/").status_code == 200
    licence = Document.objects.get()
    assert client.get(f"/documents/{licence.number}/").status_code == 200
    other = dealers.add_clerk(dealer, "other@dealer.cn")
    assert client.get("/dealer/settlement-account/").status_code == 403
    assert client.post("/dealer/members/", {"address": "new@dealer.cn"}).status_code == 403
    assert client.post(f"/dealer/members/{other.number}/remove/").status_code == 403
    assert client.post("/dealer/contract/", {"agrees": "on"}).status_code == 403
    assert client.post("/dealer/send/").status_code == 403
    assert dealers.fresh(dealer).status == "applied"


def test_members_of_a_suspended_dealer_read_and_change_nothing() -> None:
    dealer = dealers.active()
    suspend_dealer(dealer=dealer, actor=make_staff("b@example.cn", "business_manager"), reason="投诉核查中。")
    client = arrive(dealers.owner(dealer))
    for path in ("", "stores/", "members/", "contract/", "settlement-account/", "messages/", "company/"):
        assert client.get(f"/dealer/{path}").status_code == 200, path
    before = DealerStore.objects.count()
    client.post("/dealer/stores/", {"name": "新店", "street": dealers.ADDRESS})
    client.post("/dealer/members/", {"address": "new@dealer.cn"})
    account = {"card_digits": "755912345678901", "bank_name": "招商银行深圳支行", "idempotency_key": "k"}
    client.post("/dealer/settlement-account/new/", account)
    assert DealerStore.objects.count() == before
    assert not dealer.invitations.exists()
    assert BankCard.objects.count() == 1


def test_the_business_door_is_told_apart() -> None:
    assert Client().get("/dealer/join/").status_code == 200
    assert arrive(dealers.make_login("new@dealer.cn")).get("/dealer/").status_code == 403
    customer = arrive(make_customer("customer@example.cn"))
    customer.post("/dealer/join/")
    assert User.objects.get(email="customer@example.cn").kind == "customer"
    colleague = arrive(make_staff("d@example.cn", "director"))
    colleague.post("/dealer/join/")
    assert User.objects.get(email="d@example.cn").kind == "staff"
    assert not Dealer.objects.exists()
    owner = dealers.owner(dealers.begun())
    assert arrive(owner).get("/dealer/join/")["Location"] == "/dealer/"


def test_somebody_invited_joins_on_the_page() -> None:
    dealer = dealers.named()
    from django.core import mail

    invite_clerk(dealer=dealer, actor=dealers.owner(dealer), address="clerk@dealer.cn")
    path = "/dealer/invitations/" + mail.outbox[-1].body.split("/dealer/invitations/")[1].split("/")[0] + "/"
    assert dealer.name in Client().get(path).content.decode()
    assert Client().post(path).status_code == 200
    assert DealerMember.objects.count() == 1
    stranger = arrive(dealers.make_login("other@dealer.cn"))
    stranger.post(path)
    assert DealerMember.objects.count() == 1
    client = arrive(dealers.make_login("clerk@dealer.cn"))
    assert client.post(path)["Location"] == "/dealer/"
    assert DealerMember.objects.get(role="clerk").user.email == "clerk@dealer.cn"


def test_the_desk_walks_a_dealer_from_papers_to_limits_and_back() -> None:
    dealer = dealers.vetting()
    base = f"/office/accounts/dealers/{dealer.number}/"
    manager = arrive(make_staff("manager@example.cn", "business_manager"))
    officer = arrive(make_staff("officer@example.cn", "risk_officer"))
    director = arrive(make_staff("director@example.cn", "director"))
    page = manager.get(base)
    for row in page.context["check_rows"]:
        manager.post(f"{base}check/", {"code": row.code, "note": "看过原件"})
    limits = {"single": "50000", "outstanding": "1000000", "daily": "20"}
    opinion = {"recommendation": "admit", "text": "经营稳定，建议准入。", "idempotency_key": "k", **limits}
    assert officer.post(f"{base}opinion/", opinion).status_code == 302
    asked = {"categories": ["furniture"], "reason": "资料齐全", "idempotency_key": "k", **limits}
    assert manager.post(f"{base}admission/", asked).status_code == 302
    approval = Approval.objects.get()
    page = director.get(f"/office/approvals/{approval.number}/")
    assert "¥50,000.00" in page.content.decode()
    assert dealer.organisation.uscc in page.content.decode()
    decision = {"decision": "approve", "shown_hash": approval.payload_hash}
    director.post(f"/office/approvals/{approval.number}/decide/", decision)
    deliver_events()
    assert dealers.fresh(dealer).status == "active"
    manager.post(f"{base}suspend/", {"suspend-reason": "投诉核查中"})
    assert dealers.fresh(dealer).status == "suspended"
    manager.post(f"{base}resume/", {"resume-reason": "核查完毕，恢复。"})
    assert Approval.objects.filter(status="open").count() == 1
    assert manager.post(f"{base}end/", {"end-reason": "终止合作。"}).status_code == 403
    director.post(f"{base}end/", {"end-reason": "终止合作。"})
    assert dealers.fresh(dealer).status == "ended"
    assert director.get(base).status_code == 200


def test_a_refusal_at_the_desk_is_shown_and_changes_nothing() -> None:
    dealer = dealers.vetting()
    base = f"/office/accounts/dealers/{dealer.number}/"
    officer = arrive(make_staff("officer@example.cn", "risk_officer"))
    manager = arrive(make_staff("manager@example.cn", "risk_manager"))
    opinion = {
        "recommendation": "admit",
        "text": "经营稳定，建议准入。",
        "idempotency_key": "k",
        "single": "５００００",
    }
    answer = officer.post(f"{base}opinion/", opinion)
    assert answer.status_code == 422
    assert set(answer.context["opinion_form"].errors) == {"single", "outstanding", "daily"}
    answer = manager.post(f"{base}reject/", {"reject-reason": ""})
    assert answer.status_code == 422
    assert officer.post(f"{base}return/", {"return-reason": "请补充材料。"}).status_code == 403
    assert dealers.fresh(dealer).status == "vetting"


# -- few questions ---------------------------------------------------------------------------------------------------


def test_the_portal_asks_little() -> None:
    dealer = dealers.active()
    client = arrive(dealers.owner(dealer))

    def grow(count: int) -> None:
        for _ in range(count):
            name = uuid.uuid4().hex[:8]
            DealerStore.objects.create(
                number=next_number("ST"), dealer=dealer, name=name, street="路", opened_at=clock.now()
            )
            dealers.add_clerk(dealer, f"{name}@dealer.cn")
            context = {"what": "x", "at": "y"}
            send_message(to=dealers.owner(dealer), template="security_change", context=context, key=name)

    assert_same_few_queries(client, "/dealer/", grow=grow, limit=15)
    assert_same_few_queries(client, "/dealer/stores/", grow=lambda count: None)
    assert_same_few_queries(client, "/dealer/members/", grow=lambda count: None)
    assert_same_few_queries(client, "/dealer/messages/", grow=lambda count: None)
    assert Message.objects.filter(to=dealers.owner(dealer)).exists()


def test_filling_in_asks_little() -> None:
    dealer = dealers.filled()
    client = arrive(dealers.owner(dealer))
    for path in ("/dealer/company/", "/dealer/contract/", "/dealer/stores/"):
        assert_same_few_queries(client, path, grow=lambda count: None, limit=13)
    assert_same_few_queries(client, "/dealer/", grow=lambda count: None, limit=18)


def test_the_desk_asks_little() -> None:
    dealer = dealers.vetting()
    client = arrive(make_staff("manager@example.cn", "business_manager"))

    def grow(count: int) -> None:
        for _ in range(count):
            other = dealers.named(f"{uuid.uuid4().hex[:8]}@dealer.cn")
            Dealer.objects.filter(pk=other.pk).update(status="vetting", round=1, sent_in_at=clock.now())

    assert_same_few_queries(client, "/office/accounts/dealers/", grow=grow)
    assert_same_few_queries(
        client, f"/office/accounts/dealers/{dealer.number}/", grow=lambda count: None, limit=33
    )
