"""What was signed stays on the application's page and among the papers; for the borrower only."""

import datetime as dt
import json

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts import clock
from accounts.esign.signing_words import signed_by_words
from accounts.models import Signature, User
from lending.contracts.signed_offer import contract_words, draw_signed_offer, signed_offer
from lending.models import Application
from lending.services.record_decision import Approval, record_decision
from lending.services.set_borrower_standing import set_borrower_standing
from lending.services.set_condition import ConditionTerms
from tests.lending import factories
from tests.lending.test_pages import signed_in


@pytest.fixture(autouse=True)
def fresh_throttle(db: None) -> None:
    cache.clear()


def make_lowered(borrower: User) -> Application:
    """An application for 10,000 that was approved with 8,000 on a condition."""
    application = factories.make_reviewed(borrower)
    manager = factories.risk_manager_of_tests()
    set_borrower_standing(
        borrower=borrower,
        grade="B",
        limit_fen=100_000_00,
        valid_until_on=clock.today() + dt.timedelta(days=365),
        set_by=manager,
    )
    record_decision(
        application=application,
        outcome="conditions",
        decided_by=manager,
        reasons=["income_sufficient"],
        approval=Approval(amount_fen=8_000_00, grade="B", conditions=(ConditionTerms("工作证明"),)),
    )
    application.refresh_from_db()
    return application


def test_the_page_keeps_what_was_signed_and_heads_with_its_amount(borrower: User) -> None:
    application = make_lowered(borrower)
    client, url = signed_in(borrower), reverse("application", args=[application.number])
    assert client.get(url).context["signed"] is None
    application = factories.sign(application)
    said = json.loads(Signature.objects.get().content)
    page = client.get(url)
    text = page.content.decode()
    assert page.context["signed_quote"].amount_fen == 8_000_00
    assert '<p class="headline">¥8,000.00</p>' in text
    assert application.offer_hash in text
    assert "工作证明" in text
    assert page.context["signed_quote"].total_fen == said["total_fen"]
    shown = [
        [row.n, row.due_on.isoformat(), row.principal_fen, row.interest_fen, row.fee_fen]
        for row in page.context["signed_rows"]
    ]
    assert shown == said["rows"]
    assert len(page.context["contract"].clauses) == 13


def test_it_stays_the_same_on_a_later_day(borrower: User) -> None:
    application = factories.sign(factories.make_approved(borrower))
    signed = signed_offer(application)
    assert signed is not None
    before = draw_signed_offer(signed, "zh-hans")
    on = clock.today()
    with clock.simulated(on + dt.timedelta(days=40)):
        later = signed_offer(application)
        assert later is not None
        assert later.quote.schedule.terms.disbursed_on == on
        assert draw_signed_offer(later, "zh-hans") == before
    assert contract_words(signed).version == signed.said["text"]["version"]


def test_a_new_decision_takes_the_old_signature_off_the_page(borrower: User) -> None:
    application = factories.sign(factories.make_approved(borrower))
    Application.objects.filter(pk=application.pk).update(status="review")
    application.refresh_from_db()
    assert signed_offer(application) is None


def test_the_papers_list_the_signed_offer_for_its_borrower_only(borrower: User, stranger: User) -> None:
    application = factories.sign(factories.make_approved(borrower))
    client = signed_in(borrower)
    url = reverse("offer_file", args=[application.number, "en"])
    assert url in client.get(reverse("papers")).content.decode()
    answer = client.get(url)
    assert answer.content.startswith(b"%PDF")
    assert answer["Cache-Control"] == "private, no-store"
    assert client.get(reverse("offer_file", args=[application.number, "fr"])).status_code == 404
    assert signed_in(stranger).get(url).status_code == 404
    assert url not in signed_in(stranger).get(reverse("papers")).content.decode()
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("b***@example.cn", "Own session, and a code sent to the mailbox for exactly this text"),
        ("138****0001", "Own session, and a code sent by text message for exactly this text"),
    ],
)
def test_a_paper_names_the_channel_that_the_code_took(address: str, words: str) -> None:
    with translation.override("en"):
        assert signed_by_words("code", address) == words
        assert "code" not in signed_by_words("confirmation", "")
