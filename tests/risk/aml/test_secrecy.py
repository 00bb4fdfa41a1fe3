"""No tipping-off: neither the customer nor a colleague without the right learns that there is an alert."""

import json

import pytest
from django.test import Client

from accounts.approvals import kinds_checked_by
from accounts.errors import Refused
from accounts.models import Approval, Document, Event, Message, User
from accounts.personal_data import bindings_of, personal_data_parts
from accounts.services.deliver_events import deliver_events
from accounts.staff.open_work import open_work_of
from finance.models import Deposit
from finance.queries.wallets import wallet_balance
from finance.services.request_withdrawal import request_withdrawal
from risk.aml.policies import alerts_open_to
from risk.models import AmlAlert
from risk.services.add_aml_evidence import add_aml_evidence
from risk.services.assign_aml_alert import assign_aml_alert
from risk.services.raise_aml_alert import raise_aml_alert
from tests.arrivals import arrive
from tests.factories import make_staff
from tests.pictures import picture_file
from tests.risk.aml.money import DAY, at, look, told, under_another_name

# Everybody who reads much, and nothing of the desk.
OUTSIDE = ("ceo", "director", "general_manager", "administrator", "collections_officer", "finance_manager")


@pytest.fixture
def alert(investor: User, risk_officer: User) -> AmlAlert:
    found = raise_aml_alert(customer_number=investor.number, words="传闻", actor=risk_officer, key="k")
    assign_aml_alert(alert=found, to=risk_officer, actor=risk_officer)
    add_aml_evidence(alert=found, words="截图", file=picture_file(), actor=risk_officer)
    return found


def test_a_deposit_under_another_name_goes_to_suspense_and_is_told_to_the_desk_alone(
    investor: User, risk_officer: User
) -> None:
    with at(DAY):
        item = under_another_name(investor)
        deliver_events()
        assert (item.reason, item.status, wallet_balance(investor).available_fen) == ("customer", "open", 0)
        assert Deposit.objects.get().failure == "in_suspense"
        assert told(list(AmlAlert.objects.all())) == [("other_name", "investor@example.cn", 800_00, 1)]
        assert look(DAY) == []
        # And nothing goes out to anybody else's card.
        with pytest.raises(Refused, match="card_not_verified"):
            request_withdrawal(actor=investor, card_number="BC-of-somebody", amount_fen=1_00, key="w")
    assert not Message.objects.filter(to__in=[investor]).filter(body__contains="AA2").exists()


def test_nobody_outside_the_right_sees_it(alert: AmlAlert, investor: User, risk_officer: User) -> None:
    path = f"/office/risk/aml/alerts/{alert.number}/"
    assert arrive(risk_officer).get(path).status_code == 200
    for role in OUTSIDE:
        colleague = make_staff(f"{role}@example.cn", role)
        client = arrive(colleague, raises=False)
        assert client.get(path).status_code == 403
        assert client.get("/office/risk/aml/").status_code == 403
        assert not alerts_open_to(colleague).exists()
        for page in ("/office/", f"/office/support/customers/{investor.number}/", "/office/accounts/events/"):
            text = client.get(page, follow=True).content.decode()
            assert alert.number not in text
            assert "aml_" not in text
    auditor = arrive(make_staff("audits@example.cn", "auditor"))
    assert alert.number in auditor.get("/office/accounts/events/?kind=aml_alert").content.decode()


def test_the_raw_log_and_its_file_keep_it_too(alert: AmlAlert) -> None:
    administrator = arrive(make_staff("admin@example.cn", "administrator"))
    kept = administrator.get("/office/accounts/events/?kind=aml_alert").content.decode()
    raw = administrator.get("/office/admin/accounts/event/", follow=True)
    assert raw.status_code == 200
    assert alert.number not in kept + raw.content.decode()
    assert Event.objects.filter(kind="aml_alert.open").count() == 1


def test_the_customer_learns_nothing(alert: AmlAlert, investor: User) -> None:
    before = bindings_of(investor)
    copy = json.dumps(
        [dict(row) for part in personal_data_parts() for row in part.read(investor)],
        default=str,
        ensure_ascii=False,
    )
    assert alert.number not in copy
    assert "传闻" not in copy
    assert [one for one in before if "laundering" in str(one.sentence).lower()] == []
    client = arrive(investor, raises=False)
    assert client.get(f"/office/risk/aml/alerts/{alert.number}/").status_code == 404
    for page in ("/me/", "/me/messages/", "/me/privacy/", "/wallet/"):
        assert alert.number not in client.get(page).content.decode()


def test_no_approval_no_open_work_no_document_of_the_house(alert: AmlAlert, risk_officer: User) -> None:
    assert not Approval.objects.exists()
    assert [kind for kind in kinds_checked_by(risk_officer) if "aml" in kind] == []
    assert [one.work.code for one in open_work_of(risk_officer)] == []
    assert not Document.objects.filter(uploaded_by=risk_officer).exists()
    paper = alert.evidence.get()
    page = f"/office/risk/aml/papers/{paper.number}/"
    assert arrive(risk_officer).get(page)["Content-Type"] == "image/jpeg"
    assert (
        arrive(make_staff("sup@example.cn", "customer_service_supervisor"), raises=False)
        .get(page)
        .status_code
        == 403
    )


def test_an_officer_does_not_learn_of_an_alert_about_the_own_person(
    alert: AmlAlert, investor: User, risk_manager: User
) -> None:
    client = Client(raise_request_exception=False)
    assert alerts_open_to(risk_manager).get() == alert
    User.objects.filter(pk=investor.pk).update(person=risk_manager.person)
    assert not alerts_open_to(risk_manager).exists()
    page = arrive(risk_manager, client=client).get(f"/office/risk/aml/alerts/{alert.number}/")
    assert page.status_code == 404
    with pytest.raises(Refused, match="no_right"):
        assign_aml_alert(alert=alert, to=risk_manager, actor=risk_manager)
