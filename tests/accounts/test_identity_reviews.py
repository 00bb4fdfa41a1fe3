"""Reviews of identities: who works on them, what goes back to the customer, and what needs two persons."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection

from accounts import clock
from accounts.errors import Refused
from accounts.models import (
    Approval,
    Document,
    FaceCheck,
    IdentityCheck,
    IdentityReview,
    Message,
    PersonHold,
    User,
    WatchHit,
)
from accounts.personal_data import bindings_of, personal_data_parts
from accounts.review.queries import queue_of, reviews_seen_by
from accounts.services.ask_hold_lift import ask_hold_lift
from accounts.services.ask_override import ask_override
from accounts.services.ask_privacy import ask_privacy
from accounts.services.doubt_identity import doubt_identity
from accounts.services.hold_by_review import hold_by_review
from accounts.services.open_expired_cards import find_expired_cards, open_expired_cards
from accounts.services.pass_review import pass_review
from accounts.services.prepare_face_check import prepare_face_check
from accounts.services.put_review_back import put_review_back
from accounts.services.record_face_answer import record_face_answer
from accounts.services.refuse_review import refuse_review
from accounts.services.return_review import return_review
from accounts.services.store_document import store_document
from accounts.services.take_review import take_review
from accounts.services.verify_identity import verify_identity
from tests import watching
from tests.factories import make_customer, make_staff
from tests.pictures import both_sides, picture_file

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"
RARE = "张·误"


@pytest.fixture
def newcomer() -> User:
    return make_customer("new@example.cn", name="", verified=False)


def send_card(user: User) -> None:
    for kind, file in both_sides().items():
        store_document(owner=user, kind=kind, file=file, actor=user)


def the_review(user: User) -> IdentityReview:
    return IdentityReview.objects.get(user=user)


def mismatched(user: User) -> IdentityReview:
    """A name that registers often lack: it goes to a colleague at once."""
    assert verify_identity(user=user, real_name=RARE, identity_number=NUMBER).status == "referred"
    return the_review(user)


def taken(review: IdentityReview, actor: User | None = None) -> IdentityReview:
    return take_review(review=review, actor=actor or watching.service())


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code


def test_a_rare_name_goes_to_a_colleague_at_once_an_ordinary_one_after_five(newcomer: User) -> None:
    review = mismatched(newcomer)
    assert (review.cause, review.status, review.taken_by) == ("name_mismatch", "opened", None)
    other = make_customer("other@example.cn", name="", verified=False)
    for n in range(5):
        assert not IdentityReview.objects.filter(user=other).exists(), n
        assert verify_identity(user=other, real_name="张误", identity_number=NUMBER).status == "mismatched"
    assert the_review(other).cause == "name_mismatch"
    IdentityCheck.objects.filter(user=other).update(asked_at=clock.now() - dt.timedelta(days=2))
    assert refused(lambda: verify_identity(user=other, real_name="张三", identity_number=NUMBER)) == (
        "under_review"
    )
    assert not User.objects.filter(pk__in=[newcomer.pk, other.pk], person__isnull=False).exists()


def test_three_faces_that_were_not_recognised_open_one_and_a_recognised_one_ends_it(borrower: User) -> None:
    FaceCheck.objects.filter(user=borrower).delete()
    for n in range(3):
        assert not IdentityReview.objects.exists(), n
        check = prepare_face_check(user=borrower, provider_name="test")
        record_face_answer(number=check.number, answer="failed")
    review = the_review(borrower)
    assert (review.cause, review.status) == ("face_failed", "opened")
    FaceCheck.objects.filter(user=borrower).update(asked_at=clock.now() - dt.timedelta(days=2))
    check = prepare_face_check(user=borrower, provider_name="test")
    record_face_answer(number=check.number, answer="passed")
    review.refresh_from_db()
    assert (review.status, review.decided_at is not None) == ("lapsed", True)


def test_a_second_claim_opens_one_that_passes_only_when_the_first_is_gone(newcomer: User) -> None:
    first = make_customer("first@example.cn", name="", verified=False)
    verify_identity(user=first, real_name="张三", identity_number=NUMBER)
    assert verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER).status == "taken"
    review = taken(the_review(newcomer))
    assert review.cause == "duplicate"
    decider = watching.supervisor()
    assert refused(lambda: pass_review(review=review, words="同一人", actor=decider)) == "identity_taken"
    review.refresh_from_db()
    assert review.status == "taken"
    first.refresh_from_db()
    assert first.person is not None
    User.objects.filter(pk=first.pk).update(person=None, identity_verified_at=None)
    assert pass_review(review=review, words="原账号已注销", actor=decider).status == "passed"
    newcomer.refresh_from_db()
    assert newcomer.person is not None
    assert IdentityCheck.objects.get(user=newcomer).status == "matched"


def test_a_number_alone_does_not_tell_that_its_owner_is_here(borrower: User, newcomer: User) -> None:
    assert borrower.person is not None
    number = borrower.person.identity_number
    assert verify_identity(user=newcomer, real_name="李建国", identity_number=number).status == "mismatched"
    assert not IdentityReview.objects.exists()
    name = borrower.person.real_name
    assert verify_identity(user=newcomer, real_name=name, identity_number=number).status == "taken"


def test_a_colleague_opens_one_for_a_paper_and_only_for_a_paper(borrower: User) -> None:
    desk = watching.service()
    review = doubt_identity(customer=borrower, cause="illegible", actor=desk)
    assert doubt_identity(customer=borrower, cause="illegible", actor=desk).pk == review.pk
    assert refused(lambda: doubt_identity(customer=borrower, cause="watch_list", actor=desk)) == (
        "cause_unknown"
    )
    cashier = make_staff("cashier@example.cn", "cashier")
    assert refused(lambda: doubt_identity(customer=borrower, cause="expired_card", actor=cashier)) == (
        "not_reviewer"
    )
    assert IdentityReview.objects.count() == 1


def test_a_card_that_ran_out_comes_back_by_the_close(borrower: User) -> None:
    today = clock.today()
    review = taken(doubt_identity(customer=borrower, cause="illegible", actor=watching.service()))
    decider = watching.supervisor()
    past = today - dt.timedelta(days=1)
    assert (
        refused(lambda: pass_review(review=review, words="清晰", actor=decider, valid_until_on=past))
        == "card_ran_out"
    )
    pass_review(review=review, words="清晰可读", actor=decider, valid_until_on=today)
    back = Document.objects.get(owner=borrower, kind="identity_back")
    assert back.valid_until_on == today
    assert find_expired_cards(past, 0, 10) == []
    assert find_expired_cards(today, 0, 10) == [back.pk]
    assert open_expired_cards([back.pk]) == 1
    assert find_expired_cards(today, 0, 10) == []
    assert IdentityReview.objects.get(user=borrower, status="opened").cause == "expired_card"


def test_one_colleague_has_it_and_others_act_not(newcomer: User) -> None:
    review = mismatched(newcomer)
    desk, other = watching.service(), watching.service("other.desk")
    risk = watching.officer()
    assert refused(lambda: take_review(review=review, actor=risk)) == "not_reviewer"
    taken(review, desk)
    assert refused(lambda: take_review(review=review, actor=other)) == "stale_state"
    given = {"reasons": ["blurred"], "note": ""}
    assert refused(lambda: return_review(review=review, actor=other, **given)) == "taken_by_other"
    assert refused(lambda: put_review_back(review=review, actor=other)) == "taken_by_other"
    assert refused(lambda: refuse_review(review=review, words="假的证件", with_hold=False, actor=desk)) == (
        "not_reviewer"
    )
    review.refresh_from_db()
    assert (review.status, review.taken_by) == ("taken", desk)
    put_review_back(review=review, actor=watching.supervisor())
    review.refresh_from_db()
    assert (review.status, review.taken_by) == ("opened", None)
    assert taken(review, other).taken_by == other


def test_nobody_works_on_themselves(newcomer: User) -> None:
    review = mismatched(newcomer)
    desk = watching.service()
    User.objects.filter(pk=newcomer.pk).update(person=desk.person)
    own = IdentityReview.objects.get(pk=review.pk)
    assert refused(lambda: take_review(review=own, actor=desk)) == "own_identity"


def test_returned_with_reasons_in_the_customers_language_and_back_with_new_pictures(newcomer: User) -> None:
    review = taken(mismatched(newcomer))
    desk = watching.service()
    for given, code in (
        ({"reasons": [], "note": "请重拍"}, "reason_missing"),
        ({"reasons": ["nonsense"], "note": ""}, "reason_missing"),
        ({"reasons": ["other"], "note": ""}, "note_missing"),
    ):
        assert refused(lambda given=given: return_review(review=review, actor=desk, **given)) == code
    assert not Message.objects.filter(to=newcomer).exists()
    return_review(review=review, reasons=["ran_out", "blurred"], note="请拍原件。", actor=desk)
    review.refresh_from_db()
    assert (review.status, review.reasons, review.returns) == ("returned", ["blurred", "ran_out"], 1)
    told = Message.objects.get(to=newcomer, channel="inbox")
    assert told.template == "identity_returned"
    assert "模糊" in told.body
    assert "请拍原件" in told.body
    store_document(owner=newcomer, kind="other", file=picture_file(), actor=newcomer)
    review.refresh_from_db()
    assert review.status == "returned"
    store_document(owner=newcomer, kind="identity_front", file=picture_file(), actor=newcomer)
    review.refresh_from_db()
    assert (review.status, review.taken_by, review.returns) == ("opened", None, 1)
    assert review.waits_since_at > review.opened_at


def test_a_returned_name_that_matches_ends_the_review(newcomer: User) -> None:
    review = taken(mismatched(newcomer))
    return_review(review=review, reasons=["name_differs"], note="", actor=watching.service())
    assert verify_identity(user=newcomer, real_name="张误", identity_number=NUMBER).status == "mismatched"
    review.refresh_from_db()
    assert review.status == "opened"
    return_review(review=taken(review), reasons=["name_differs"], note="", actor=watching.service())
    assert verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER).status == "matched"
    review.refresh_from_db()
    assert review.status == "lapsed"


def test_a_refer_is_risks_alone_and_passes_by_two_of_them(newcomer: User) -> None:
    watching.put_on_list("identity", NUMBER)
    verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER)
    review = the_review(newcomer)
    for outsider in (watching.service(), watching.supervisor()):
        assert review not in reviews_seen_by(outsider)
        assert review not in queue_of(outsider)
        assert refused(lambda outsider=outsider: take_review(review=review, actor=outsider)) == "not_reviewer"
    officer = watching.officer()
    assert review in queue_of(officer)
    taken(review, officer)
    approval = ask_override(review=review, reason="系被冒用者本人", actor=officer)
    assert approval.kind == "accounts.watch_override"
    assert refused(lambda: watching.decide(approval, watching.supervisor())) == "not_checker"
    watching.decide(approval, watching.manager())
    newcomer.refresh_from_db()
    assert newcomer.person is not None
    assert IdentityCheck.objects.get(user=newcomer).status == "matched"
    assert WatchHit.objects.get().status == "cleared"
    # What was cleared is not raised by the same entry again.
    from accounts.services.scan_customers import scan_customers

    assert scan_customers(entry_number=WatchHit.objects.get().entry.number) == 0
    assert IdentityReview.objects.count() == 1


def test_a_stop_passes_only_when_the_entry_ended_and_the_hold_goes_with_it(borrower: User) -> None:
    assert borrower.person is not None
    entry = watching.put_on_list("identity", borrower.person.identity_number, severity="stop")
    review = taken(the_review(borrower), watching.officer())
    officer = watching.officer()
    assert refused(lambda: ask_override(review=review, reason="误列", actor=officer)) == "stop_in_force"
    assert not Approval.objects.filter(kind="accounts.watch_override").exists()
    from accounts.services.propose_watch_end import propose_watch_end

    propose_watch_end(entry=entry, reason="误列，已撤销", actor=officer)
    watching.approve_all("accounts.watch_end", watching.manager())
    assert PersonHold.objects.get().status == "active"
    approval = ask_override(review=review, reason="误列，已撤销", actor=officer)
    watching.decide(approval, watching.manager())
    hold = PersonHold.objects.get()
    assert (hold.status, hold.approval_number) == ("lifted", approval.number)
    assert Message.objects.get(to=borrower, channel="inbox").template == "identity_passed"


def test_a_stop_of_a_mere_name_passes_by_two(newcomer: User) -> None:
    watching.put_on_list("name_birth", "张三", birth_on=dt.date(1949, 12, 31), severity="stop")
    verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER)
    review = taken(the_review(newcomer), watching.officer())
    approval = ask_override(review=review, reason="同名不同人", actor=watching.officer())
    watching.decide(approval, watching.manager())
    newcomer.refresh_from_db()
    assert newcomer.person is not None
    assert PersonHold.objects.get().status == "lifted"


def test_whom_risk_refuses_is_held_and_comes_in_no_more(newcomer: User) -> None:
    watching.put_on_list("identity", NUMBER)
    verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER)
    review = taken(the_review(newcomer), watching.officer())
    refuse_review(review=review, words="确认命中", with_hold=False, actor=watching.manager())
    newcomer.refresh_from_db()
    assert newcomer.person is None
    assert (WatchHit.objects.get().status, IdentityCheck.objects.get().status) == ("confirmed", "declined")
    assert PersonHold.objects.get().cause == "watch_list"
    told = Message.objects.get(to=newcomer, channel="inbox")
    assert told.template == "identity_refused"
    assert not [word for word in ("名单", "命中", "风险") if word in told.body]
    assert refused(lambda: verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER)) == (
        "identity_refused"
    )


def test_a_name_that_two_accepted_still_meets_the_watch_list(newcomer: User) -> None:
    watching.put_on_list("identity", NUMBER)
    send_card(newcomer)
    review = taken(mismatched(newcomer))
    approval = ask_override(review=review, reason="与证件一致", actor=watching.service())
    watching.decide(approval, watching.supervisor())
    newcomer.refresh_from_db()
    assert newcomer.person is None
    assert IdentityCheck.objects.get().status == "referred"
    hit = WatchHit.objects.get()
    assert hit.review.cause == "watch_list"
    taken(hit.review, watching.officer())
    again = ask_override(review=hit.review, reason="已排除", actor=watching.officer())
    watching.decide(again, watching.manager())
    newcomer.refresh_from_db()
    assert newcomer.person is not None
    assert IdentityCheck.objects.get().status == "accepted"


def test_who_was_never_told_learns_nothing_when_risk_clears(borrower: User) -> None:
    assert borrower.person is not None
    watching.put_on_list("identity", borrower.person.identity_number)
    review = taken(the_review(borrower), watching.officer())
    part = next(one for one in personal_data_parts() if one.code == "identity_reviews")
    assert list(part.read(borrower)) == []
    watching.decide(
        ask_override(review=review, reason="已排除", actor=watching.officer()), watching.manager()
    )
    assert not Message.objects.filter(to=borrower).exists()


def test_a_hold_is_placed_by_who_decides_and_lifted_by_two(borrower: User) -> None:
    review = doubt_identity(customer=borrower, cause="illegible", actor=watching.service())
    desk, first, second = watching.service(), watching.supervisor(), watching.supervisor("second")
    assert refused(lambda: hold_by_review(review=review, words="疑似冒用", actor=desk)) == "not_reviewer"
    assert refused(lambda: hold_by_review(review=review, words="x", actor=first)) == "words_missing"
    assert not PersonHold.objects.exists()
    hold = hold_by_review(review=review, words="疑似冒用", actor=first)
    assert (hold.cause, hold.status, hold.placed_by) == ("identity", "active", first)
    assert len(bindings_of(borrower)) == 1
    approval = ask_hold_lift(hold=hold, reason="已视频核实", actor=first)
    assert refused(lambda: ask_hold_lift(hold=hold, reason="再问", actor=first)) == "already_asked"
    with pytest.raises(Refused):
        watching.decide(approval, first)
    hold.refresh_from_db()
    assert hold.status == "active"
    watching.decide(approval, second)
    hold.refresh_from_db()
    assert (hold.status, hold.lifted_by, hold.approval_number) == ("lifted", second, approval.number)
    assert refused(lambda: ask_hold_lift(hold=hold, reason="再问一次", actor=first)) == "hold_lifted"


def test_the_tables_hold_nothing_in_clear(newcomer: User, borrower: User) -> None:
    review = taken(mismatched(newcomer))
    return_review(review=review, reasons=["other"], note="请说明曾用名王小二", actor=watching.service())
    ask_privacy(user=borrower, kind="correction", about="name", words="我叫李新")
    other = taken(the_review(borrower))
    ask_override(review=other, reason="已核对", actor=watching.service(), real_name="李新")
    refusal = taken(doubt_identity(customer=borrower, cause="illegible", actor=watching.service()))
    refuse_review(review=refusal, words="涂改的证件", with_hold=True, actor=watching.supervisor())
    raw = ""
    with connection.cursor() as cursor:
        for table in ("identityreview", "personhold", "watchhit", "approval", "event"):
            cursor.execute(f"SELECT * FROM accounts_{table}")  # noqa: S608
            raw += str(cursor.fetchall())
    assert not [word for word in (NUMBER, RARE, "王小二", "李新", "涂改") if word in raw]
