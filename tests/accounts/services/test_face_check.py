"""The face check: asked, answered by the service alone, three tries a day, and gone with its consent."""

import datetime as dt
from typing import Any

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import Event, FaceCheck, SandboxFace, User
from accounts.onboarding import known_of
from accounts.providers import face as providers
from accounts.providers.face import FaceOrder, FaceStart
from accounts.providers.face_sandbox import press
from accounts.providers.sms import ProviderUnavailable
from accounts.services.give_consent import give_consent
from accounts.services.learn_face_answer import learn_face_answer
from accounts.services.record_face_answer import record_face_answer
from accounts.services.start_face_check import start_face_check
from accounts.services.withdraw_consent import withdraw_consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(borrower: User) -> User:
    """Somebody who is verified and agrees, and has shown no face yet."""
    FaceCheck.objects.filter(user=borrower).delete()
    give_consent(user=borrower, code="sensitive")
    return borrower


def answered(user: User, answer: str) -> FaceCheck:
    check = start_face_check(user=user)
    press(check.provider_reference, answer)
    return learn_face_answer(check=check)


@pytest.mark.parametrize(("answer", "has_face"), [("passed", True), ("failed", False), ("unanswered", False)])
def test_the_answer_of_the_service_decides(newcomer: User, answer: str, has_face: bool) -> None:
    check = answered(newcomer, answer)
    assert (check.status, check.answered_at is not None) == (answer, True)
    assert known_of(newcomer).has_face is has_face
    kinds = list(Event.objects.filter(kind__startswith="face_check.").values_list("kind", flat=True))
    assert kinds == ["face_check.asked", f"face_check.{answer}"]


def test_the_first_answer_counts_and_the_second_changes_nothing(newcomer: User) -> None:
    check = answered(newcomer, "failed")
    assert press(check.provider_reference, "passed") is False
    assert SandboxFace.objects.get().answer == "failed"
    assert record_face_answer(number=check.number, answer="passed").status == "failed"
    assert known_of(newcomer).has_face is False


def test_without_an_answer_the_check_stays_open_and_is_gone_on_with(newcomer: User) -> None:
    check = start_face_check(user=newcomer)
    assert learn_face_answer(check=check).status == "asked"
    assert start_face_check(user=newcomer).number == check.number
    assert FaceCheck.objects.filter(user=newcomer).count() == 1


def test_an_old_open_check_counts_as_unanswered(newcomer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    first = start_face_check(user=newcomer)
    later = clock.now() + dt.timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    second = start_face_check(user=newcomer)
    first.refresh_from_db()
    assert (first.status, second.status, first.number != second.number) == ("unanswered", "asked", True)


def test_three_tries_a_day(newcomer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for answer in ("failed", "unanswered", "failed"):
        answered(newcomer, answer)
    with pytest.raises(Refused) as refused:
        start_face_check(user=newcomer)
    assert refused.value.code == "too_many_checks"
    assert FaceCheck.objects.filter(user=newcomer).count() == 3
    tomorrow = clock.now() + dt.timedelta(days=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert answered(newcomer, "passed").status == "passed"
    with pytest.raises(Refused) as refused:
        start_face_check(user=newcomer)
    assert refused.value.code == "face_passed"


def test_refuses_without_identity_or_separate_consent(newcomer: User) -> None:
    User.objects.filter(pk=newcomer.pk).update(identity_verified_at=None)
    with pytest.raises(Refused) as refused:
        start_face_check(user=newcomer)
    assert refused.value.code == "identity_missing"
    User.objects.filter(pk=newcomer.pk).update(identity_verified_at=clock.now())
    withdraw_consent(user=newcomer, code="sensitive")
    with pytest.raises(Refused) as refused:
        start_face_check(user=newcomer)
    assert refused.value.code == "consent_missing"
    assert not FaceCheck.objects.filter(user=newcomer).exists()
    give_consent(user=newcomer, code="sensitive")
    assert start_face_check(user=newcomer).status == "asked"


def test_the_check_is_gone_with_its_consent(newcomer: User) -> None:
    check = answered(newcomer, "passed")
    withdraw_consent(user=newcomer, code="sensitive")
    check.refresh_from_db()
    assert (check.status, check.provider_reference, check.page_url) == ("withdrawn", "", "")
    assert known_of(newcomer).has_face is False


class SilentProvider:
    name = "silent"

    def start(self, order: FaceOrder) -> FaceStart:
        raise ProviderUnavailable("away")

    def result(self, reference: str) -> str | None:
        raise ProviderUnavailable("away")


def test_a_service_that_is_away_changes_nothing(newcomer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    open_check = start_face_check(user=newcomer)
    monkeypatch.setattr("accounts.services.learn_face_answer.face_provider", SilentProvider)
    assert learn_face_answer(check=open_check).status == "asked"
    record_face_answer(number=open_check.number, answer="failed")
    monkeypatch.setattr("accounts.services.start_face_check.face_provider", SilentProvider)
    check = start_face_check(user=newcomer)
    assert (check.status, check.provider, check.page_url) == ("unanswered", "silent", "")


def test_the_service_is_told_whom_to_recognise_and_where_to_send_back(
    newcomer: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SITE_URL = "https://fenqi.example"
    asked: list[FaceOrder] = []

    class Listening(SilentProvider):
        def start(self, order: FaceOrder) -> FaceStart:
            asked.append(order)
            return FaceStart("https://face.example/1", "R1")

    monkeypatch.setattr("accounts.services.start_face_check.face_provider", Listening)
    check = start_face_check(user=newcomer)
    assert newcomer.person is not None
    assert asked == [
        FaceOrder(
            check.number,
            newcomer.person.real_name,
            newcomer.person.identity_number,
            f"https://fenqi.example/me/face/{check.number}/",
        )
    ]
    assert (check.page_url, check.provider_reference) == ("https://face.example/1", "R1")


def test_the_sandbox_serves_demonstrations_only(newcomer: User, settings: Any) -> None:
    settings.IS_DEMO = False
    assert providers.face_provider().name == "sandbox"
    assert start_face_check(user=newcomer).status == "unanswered"
