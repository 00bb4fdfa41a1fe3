"""Events read as words: in timelines, in the log and in the customer's file."""

import pytest
from django.utils.translation import override

from accounts.customer_events import events_of
from accounts.events import record_event
from accounts.forms.office import EventFilterForm
from accounts.models import User
from accounts.web.event_words import event_words
from accounts.web.shown import event_sentence
from finance.custody.sandbox_customer import bind_own_card
from tests.arrivals import arrive
from tests.factories import make_staff


@pytest.mark.parametrize(
    ("kind", "english", "chinese"),
    [
        ("approval.open", "Asked for approval", "请求批准"),
        ("approval.used", "Carried out", "已执行"),
        ("loan.settled", "Repaid", "已结清"),
        ("dealer.vetting", "Papers sent in", "资料已提交"),
        ("thing.happened", "", ""),
    ],
)
def test_a_kind_has_its_own_words_or_those_of_the_state(kind: str, english: str, chinese: str) -> None:
    for language, words in (("en", english), ("zh-hans", chinese)):
        with override(language):
            assert str(event_words(kind)) == words


def test_references_read_as_lists_and_not_as_code() -> None:
    data = {"sections": ["profile", "kyc"], "limits": {"total": 5, "each": [1, 2]}, "none": [], "for": "U1"}
    assert event_sentence(data) == "sections: profile, kyc · limits: total 5, each 1, 2 · none: —"


def test_a_filter_that_ends_before_it_begins_says_so() -> None:
    form = EventFilterForm({"from_on": "2026-11-02", "until_on": "2026-11-01"})
    assert list(form.filters()) == ["from_on"]
    assert list(form.errors) == ["until_on"]
    assert EventFilterForm({"from_on": "2026-11-01", "until_on": "2026-11-01"}).is_valid()


def test_the_log_shows_the_words_beside_the_code(borrower: User) -> None:
    record_event("user.opened", subject=borrower, actor=None)
    client = arrive(make_staff("auditor@fenqi.example", "auditor"))
    client.cookies["django_language"] = "en"
    text = client.get("/office/accounts/events/?kind=user.opened").content.decode()
    assert "<code>user.opened</code>" in text
    assert "Account opened" in text


def test_face_documents_and_cards_happened_to_the_customer_too(borrower: User, stranger: User) -> None:
    for user in (borrower, stranger):
        bind_own_card(user)
        record_event("face_check.passed", subject=user.face_checks.get(), actor=None)
        record_event("document.kept", subject=user.documents.first(), actor=user)
    found = set(events_of(borrower).values_list("kind", flat=True))
    assert {"face_check.passed", "document.kept", "bank_card.requested", "bank_card.verified"} <= found
    assert not {one.subject_number for one in events_of(borrower)} & {
        one.subject_number for one in events_of(stranger)
    }
    client = arrive(make_staff("desk@fenqi.example", "customer_service"))
    client.cookies["django_language"] = "en"
    text = client.get(f"/office/support/customers/{borrower.number}/").content.decode()
    for words in ("Face check passed", "Document kept", "Bank card verified"):
        assert words in text, words
