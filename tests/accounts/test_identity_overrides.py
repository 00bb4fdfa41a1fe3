"""What goes against an automatic check passes by two persons, bound to what they saw, and never without it."""

import datetime as dt

import pytest

from accounts import clock
from accounts.crypto import blind_index
from accounts.errors import Refused
from accounts.models import (
    Approval,
    Consent,
    FaceCheck,
    FieldOrigin,
    IdentityCheck,
    Message,
    PersonHold,
    PrivacyRequest,
    User,
)
from accounts.onboarding import known_of
from accounts.people_invariants import (
    identity_indexes_agree,
    passed_faces_have_consent,
    verified_logins_have_evidence_and_consent,
)
from accounts.services.ask_override import ask_override
from accounts.services.ask_privacy import ask_privacy
from accounts.services.decide_privacy import decide_privacy
from accounts.services.give_consent import give_consent
from accounts.services.pass_review import pass_review
from accounts.services.prepare_face_check import prepare_face_check
from accounts.services.put_review_back import put_review_back
from accounts.services.record_face_answer import record_face_answer
from accounts.services.refuse_review import refuse_review
from accounts.services.return_review import return_review
from accounts.services.store_document import store_document
from tests import watching
from tests.accounts.test_identity_reviews import (
    NUMBER,
    RARE,
    mismatched,
    newcomer,
    refused,
    send_card,
    taken,
    the_review,
)
from tests.factories import make_identity_number
from tests.pictures import picture_file

__all__ = ["newcomer"]

pytestmark = pytest.mark.django_db


def test_nobody_passes_on_a_card_that_was_never_shown(newcomer: User) -> None:
    review = taken(mismatched(newcomer))
    desk = watching.service()
    store_document(owner=newcomer, kind="identity_front", file=picture_file(), actor=newcomer)
    assert refused(lambda: ask_override(review=review, reason="看过原件", actor=desk)) == "pictures_missing"
    assert not Approval.objects.exists()
    send_card(newcomer)
    assert ask_override(review=review, reason="与证件一致", actor=desk).status == "open"


def test_a_name_against_the_check_needs_two_persons(newcomer: User) -> None:
    review = mismatched(newcomer)
    send_card(newcomer)
    first, second = watching.supervisor(), watching.supervisor("second")
    taken(review, first)
    assert refused(lambda: pass_review(review=review, words="看过", actor=first)) == "needs_two"
    assert refused(lambda: ask_override(review=review, reason=" ", actor=first)) == "reason_missing"
    approval = ask_override(review=review, reason="生僻字，与证件一致", actor=first)
    with pytest.raises(Refused) as refusal:
        watching.decide(approval, first)
    assert refusal.value.code == "same_person"
    assert refused(lambda: watching.decide(approval, watching.service())) == "not_checker"
    for act in (
        lambda: return_review(review=review, reasons=["blurred"], note="", actor=first),
        lambda: refuse_review(review=review, words="假的名字", with_hold=False, actor=first),
        lambda: put_review_back(review=review, actor=first),
    ):
        assert refused(act) == "waits_for_approval"
    newcomer.refresh_from_db()
    assert newcomer.person is None
    watching.decide(approval, second)
    newcomer.refresh_from_db()
    review.refresh_from_db()
    assert (review.status, review.decided_by, review.approval_number) == ("passed", second, approval.number)
    assert newcomer.person is not None
    assert (newcomer.person.real_name, newcomer.person.identity_number) == (RARE, NUMBER)
    assert IdentityCheck.objects.get(user=newcomer).status == "accepted"
    assert FieldOrigin.objects.filter(customer=newcomer, source="review").count() == 2
    assert verified_logins_have_evidence_and_consent() == []
    assert Message.objects.get(to=newcomer, channel="inbox").template == "identity_verified"


def test_another_picture_makes_the_approval_void(newcomer: User) -> None:
    review = mismatched(newcomer)
    send_card(newcomer)
    taken(review)
    approval = ask_override(review=review, reason="与证件一致", actor=watching.service())
    store_document(owner=newcomer, kind="identity_front", file=picture_file(), actor=newcomer)
    watching.decide(approval, watching.supervisor())
    review.refresh_from_db()
    approval.refresh_from_db()
    newcomer.refresh_from_db()
    assert (review.status, approval.status, newcomer.person) == ("taken", "withdrawn", None)
    again = ask_override(review=review, reason="与新证件一致", actor=watching.service())
    watching.decide(again, watching.supervisor())
    newcomer.refresh_from_db()
    assert newcomer.person is not None


def test_a_face_against_the_check_counts_only_under_its_consent(borrower: User) -> None:
    FaceCheck.objects.filter(user=borrower).delete()
    for _n in range(3):
        check = prepare_face_check(user=borrower, provider_name="test")
        record_face_answer(number=check.number, answer="failed")
    review = taken(the_review(borrower))
    Consent.objects.filter(user=borrower, code="sensitive").update(withdrawn_at=clock.now())
    desk = watching.service()
    assert refused(lambda: ask_override(review=review, reason="视频核对", actor=desk)) == "consent_missing"
    assert not known_of(borrower).has_face
    give_consent(user=borrower, code="sensitive")
    approval = ask_override(review=review, reason="视频核对一致", actor=desk)
    assert not known_of(borrower).has_face
    watching.decide(approval, watching.supervisor())
    assert known_of(borrower).has_face
    passed = FaceCheck.objects.get(user=borrower, status="passed")
    assert (passed.provider, passed.provider_reference) == ("review", review.number)
    assert passed_faces_have_consent() == []
    assert Message.objects.get(to=borrower, channel="inbox").template == "identity_passed"


def test_a_correction_that_was_asked_for_is_decided_here_by_two(borrower: User, investor: User) -> None:
    asked = ask_privacy(user=borrower, kind="correction", about="name", words="我改名了，叫李新。")
    review = taken(the_review(borrower))
    assert (review.cause, review.privacy_request) == ("correction", asked)
    desk, decider = watching.service(), watching.supervisor()
    assert (
        refused(lambda: decide_privacy(asked=asked, staff=decider, is_granted=True, answer="已更正。"))
        == "privacy_review"
    )
    assert investor.person is not None
    for values, code in (
        ({}, "correction_missing"),
        ({"real_name": "Li Xin"}, "correction_form"),
        ({"identity_number": investor.person.identity_number}, "correction_taken"),
    ):
        act = lambda values=values: ask_override(review=review, reason="已核对户口簿", actor=desk, **values)  # noqa: E731
        assert refused(act) == code
    number = make_identity_number(dt.date(1991, 2, 3))
    approval = ask_override(
        review=review, reason="已核对户口簿", actor=desk, real_name="李新", identity_number=number
    )
    raw = str(Approval.objects.values_list("payload", flat=True))
    assert not [one for one in (number, "李新") if one in raw]
    watching.decide(approval, decider)
    borrower.refresh_from_db()
    person = borrower.person
    assert person is not None
    assert (person.real_name, person.identity_number, person.birth_on) == (
        "李新",
        number,
        dt.date(1991, 2, 3),
    )
    assert borrower.display_name == "李新"
    asked.refresh_from_db()
    assert asked.status == PrivacyRequest.Status.DONE
    evidence = IdentityCheck.objects.get(user=borrower, provider="review")
    assert (evidence.status, evidence.identity_index) == ("accepted", blind_index("identity", number))
    assert identity_indexes_agree() == []


def test_a_refused_correction_changes_nothing_and_is_answered(borrower: User) -> None:
    asked = ask_privacy(user=borrower, kind="correction", about="identity", words="号码换了。")
    review = taken(the_review(borrower))
    refuse_review(review=review, words="没有材料", with_hold=False, actor=watching.supervisor())
    asked.refresh_from_db()
    borrower.refresh_from_db()
    assert asked.status == PrivacyRequest.Status.REFUSED
    assert borrower.person is not None
    assert borrower.person.real_name == "李借"
    assert not PersonHold.objects.exists()
