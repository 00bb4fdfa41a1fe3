"""The legal representative agrees by a code on the own phone, and the owner may withdraw the application."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.models import (
    Approval,
    Dealer,
    Event,
    LegalPersonConsent,
    Message,
    SandboxMessage,
)
from accounts.services.give_legal_person_consent import give_legal_person_consent
from accounts.services.reopen_dealer import reopen_dealer
from accounts.services.save_company import save_company
from accounts.services.send_dealer_in import send_dealer_in
from accounts.services.verify_legal_person import verify_legal_person
from accounts.services.withdraw_dealer import withdraw_dealer
from accounts.services.withdraw_legal_person_consent import withdraw_legal_person_consent
from tests import dealers
from tests.arrivals import arrive
from tests.factories import make_identity_number, make_staff

pytestmark = pytest.mark.django_db
Status = LegalPersonConsent.Status


def asked(dealer: Dealer, **person: str) -> str:
    """Have a code sent and return it."""
    from accounts.services.ask_legal_person_consent import ask_legal_person_consent

    values = {
        "real_name": "周文",
        "identity_number": make_identity_number(),
        "phone": "13700000001",
        **person,
    }
    ask_legal_person_consent(dealer=dealer, actor=dealers.owner(dealer), language="zh-hans", **values)
    return dealers.consent_code()


def refused(dealer: Dealer, typed: str) -> str:
    with pytest.raises(Refused) as refusal:
        give_legal_person_consent(dealer=dealer, actor=dealers.owner(dealer), typed=typed)
    return refusal.value.code


def test_the_code_goes_to_the_representative_and_writes_a_row_of_its_own() -> None:
    dealer = dealers.named()
    code = asked(dealer)
    text = SandboxMessage.objects.latest("pk")
    assert text.address.endswith("13700000001")
    consent = LegalPersonConsent.objects.get()
    assert (consent.status, consent.given_at) == (Status.ASKED, None)
    with pytest.raises(Refused, match="consent_missing"):
        verify_legal_person(dealer=dealer, actor=dealers.owner(dealer))
    give_legal_person_consent(dealer=dealer, actor=dealers.owner(dealer), typed=code)
    consent.refresh_from_db()
    assert consent.status == Status.GIVEN
    assert consent.given_at is not None
    assert len(consent.text_hash) == 64
    given = Event.objects.get(kind="legal_person_consent.given")
    assert given.data["fingerprint"] == consent.text_hash
    assert "周文" not in str(Event.objects.values_list("data", flat=True))
    check = verify_legal_person(dealer=dealer, actor=dealers.owner(dealer))
    assert check.consent == consent


def test_three_wrong_codes_and_the_right_one_is_worth_nothing() -> None:
    dealer = dealers.named()
    code = asked(dealer)
    wrong = "000000" if code != "000000" else "111111"
    assert [refused(dealer, wrong) for _try in range(3)] == ["code_wrong"] * 3
    assert refused(dealer, code) == "code_wrong"
    assert LegalPersonConsent.objects.get().status == Status.ASKED


def test_a_code_of_ten_minutes_ago_is_worth_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    dealer = dealers.named()
    code = asked(dealer)
    later = clock.now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert refused(dealer, code) == "code_wrong"


def test_a_code_is_bound_to_the_company_and_to_the_person() -> None:
    dealer = dealers.named()
    code = asked(dealer)
    save_company(
        dealer=dealer,
        actor=dealers.owner(dealer),
        uscc=dealers.make_uscc(),
        legal_name="深圳另一家电器有限公司",
        registered_address=dealers.ADDRESS,
        established_on=clock.today(),
    )
    assert refused(dealers.fresh(dealer), code) in {"code_wrong", "consent_not_asked"}
    first = asked(dealers.fresh(dealer), real_name="周文")
    second = asked(dealers.fresh(dealer), real_name="周武")
    if first != second:
        assert refused(dealers.fresh(dealer), first) == "code_wrong"
    give_legal_person_consent(dealer=dealers.fresh(dealer), actor=dealers.owner(dealer), typed=second)
    assert LegalPersonConsent.objects.get(status=Status.GIVEN).real_name == "周武"


def test_a_consent_is_taken_back_by_its_link_and_the_application_stops() -> None:
    dealer = dealers.filled()
    sent = " ".join(message.body for message in SandboxMessage.objects.order_by("pk"))
    link = re.search(r"/dealer/consents/[\w-]+/", sent)
    assert link is not None
    page = Client().get(link[0])
    assert page.status_code == 200
    assert "周文" not in page.content.decode()
    assert dealers.fresh(dealer).organisation.legal_person is not None
    assert Client().post(link[0]).status_code == 302
    consent = LegalPersonConsent.objects.get()
    assert consent.status == Status.WITHDRAWN
    assert dealers.fresh(dealer).organisation.legal_person is None
    with pytest.raises(Refused):
        send_dealer_in(dealer=dealers.fresh(dealer), actor=dealers.owner(dealer))
    assert Message.objects.filter(template="dealer_consent_withdrawn", to=dealers.owner(dealer)).exists()
    with pytest.raises(Refused, match="consent_missing"):
        withdraw_legal_person_consent(consent=consent, actor=None)
    assert Client().get("/dealer/consents/unknown-link/").status_code == 404


def test_a_request_to_admit_lapses_with_the_consent_and_with_the_application() -> None:
    for end in ("consent", "application"):
        dealer = dealers.vetting(f"{end}@dealer.cn")
        manager = make_staff(f"manager.{end}@example.cn", "business_manager")
        dealers.proposed(dealer, manager, make_staff(f"officer.{end}@example.cn", "risk_officer"))
        assert Approval.objects.filter(subject_id=dealer.pk, status__in=Approval.PENDING).count() == 1
        if end == "consent":
            withdraw_legal_person_consent(consent=LegalPersonConsent.objects.get(dealer=dealer), actor=None)
        else:
            withdraw_dealer(dealer=dealer, actor=dealers.owner(dealer), reason="以后再来")
        assert not Approval.objects.filter(subject_id=dealer.pk, status__in=Approval.PENDING).exists()


def test_the_owner_withdraws_and_applies_again() -> None:
    dealer = dealers.vetting()
    client = arrive(dealers.owner(dealer))
    assert client.get("/dealer/withdraw/").status_code == 200
    assert client.post("/dealer/withdraw/", {"reason": "装修"})["Location"] == "/dealer/"
    gone = dealers.fresh(dealer)
    assert (gone.status, gone.reason) == ("withdrawn", "装修")
    assert gone.ended_at is not None
    assert client.get("/dealer/").status_code == 200
    with pytest.raises(Refused, match="dealer_not_acting"):
        withdraw_dealer(dealer=gone, actor=dealers.owner(dealer))
    assert client.post("/dealer/again/")["Location"] == "/dealer/"
    back = dealers.fresh(dealer)
    assert (back.status, back.ended_at) == ("applied", None)
    send_dealer_in(dealer=back, actor=dealers.owner(dealer))
    assert dealers.fresh(dealer).status == "vetting"
    with pytest.raises(StaleState):
        reopen_dealer(dealer=dealers.fresh(dealer), actor=dealers.owner(dealer))


def test_a_clerk_or_a_dealer_at_work_withdraws_nothing() -> None:
    dealer = dealers.active()
    with pytest.raises(StaleState):
        withdraw_dealer(dealer=dealer, actor=dealers.owner(dealer))
    assert dealers.fresh(dealer).status == "active"
