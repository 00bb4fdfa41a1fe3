"""Standing in for somebody: named rights and days, approved, ended by itself, written down as done for somebody."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from accounts import clock
from accounts.acting import acting
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.duties import NEVER_DELEGATED
from accounts.errors import Refused
from accounts.models import Approval, BusinessDate, DelegatedRight, Deputyship, Event, User
from accounts.people_invariants import maker_is_not_checker
from accounts.services.ask_deputy import delegable_rights
from accounts.services.decide_approval import decide_approval
from accounts.services.end_deputyship import end_deputyship
from accounts.services.request_approval import request_approval
from tests import dealers
from tests.arrivals import arrive
from tests.factories import make_staff
from tests.staff import (
    again,
    ask_to_leave,
    ask_to_move,
    ask_to_stand_in,
    close_day,
    days,
    decide,
    director,
    keeper,
)

pytestmark = pytest.mark.django_db

APPROVE = "lending.approve_products"
KIND = ApprovalKind("test.deputies", "A test", APPROVE, lambda row: [])


@pytest.fixture
def manager(db: None) -> User:
    """The absent risk manager."""
    return make_staff("manager@example.cn", "risk_manager")


@pytest.fixture
def deputy(db: None) -> User:
    return make_staff("deputy@example.cn", "customer_service")


def refuses(code: str, ask: Callable[[], Any]) -> str:
    keeper(), director()
    before = (Deputyship.objects.count(), DelegatedRight.objects.count(), Approval.objects.count())
    with pytest.raises(Refused) as refused:
        ask()
    assert refused.value.code == code
    assert (Deputyship.objects.count(), DelegatedRight.objects.count(), Approval.objects.count()) == before
    return str(refused.value.message)


def test_a_deputy_has_the_named_rights_for_the_named_days(manager: User, deputy: User) -> None:
    asked = ask_to_stand_in(manager, deputy, APPROVE, "risk.see_cases", from_on=days(1), until_on=days(2))
    own = again(deputy).rights
    assert not again(deputy).has_right(APPROVE)
    assert decide(asked).status == "planned"
    assert again(deputy).rights == own
    close_day()
    assert again(deputy).rights == own | {APPROVE, "risk.see_cases"}
    assert again(deputy).stands_in_for(APPROVE) == manager.number
    assert again(manager).has_right(APPROVE)
    close_day()
    assert again(deputy).has_right(APPROVE)
    close_day()
    assert again(deputy).rights == own
    assert Deputyship.objects.get().status == "ended"


def test_an_absence_of_today_begins_with_the_approval_and_ends_without_a_close(
    manager: User, deputy: User
) -> None:
    assert decide(ask_to_stand_in(manager, deputy, APPROVE, until_on=days(0))).status == "in_force"
    assert again(deputy).has_right(APPROVE)
    BusinessDate.objects.update(today_on=days(1))
    assert not again(deputy).has_right(APPROVE)


def test_a_right_of_ones_own_is_used_for_nobody(manager: User, deputy: User) -> None:
    decide(ask_to_stand_in(manager, deputy, "lending.see_loans", APPROVE))
    assert again(deputy).stands_in_for("lending.see_loans") == ""
    assert again(deputy).delegated_rights == {APPROVE: manager.number}


def test_what_nobody_does_for_somebody_else_is_refused(manager: User, deputy: User) -> None:
    words = refuses("not_delegable", lambda: ask_to_stand_in(manager, deputy, "accounts.unmask"))
    assert "“" in words
    assert not NEVER_DELEGATED.keys() & set(delegable_rights(manager))
    refuses("right_not_held", lambda: ask_to_stand_in(manager, deputy, "finance.see_books"))
    refuses("no_rights", lambda: ask_to_stand_in(manager, deputy))
    refuses("deputy_self", lambda: ask_to_stand_in(manager, manager, APPROVE))


def test_rights_that_exclude_each_other_are_refused_with_both_names(manager: User) -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    officer.language = "en"
    words = refuses("duties_clash", lambda: ask_to_stand_in(manager, officer, "risk.decide_case"))
    assert words.count("“") == words.count("”") == 2
    # Two absences must not join them either.
    clerk = make_staff("clerk@example.cn", "customer_service")
    decide(ask_to_stand_in(officer, clerk, "risk.review_case"))
    refuses("duties_clash", lambda: ask_to_stand_in(manager, clerk, "risk.decide_case"))
    assert ask_to_stand_in(manager, clerk, "lending.see_products").status == "asked"


def test_an_auditor_stands_in_for_nobody(manager: User) -> None:
    auditor = make_staff("auditor@example.cn", "auditor")
    refuses("auditor_apart", lambda: ask_to_stand_in(manager, auditor, "lending.see_products"))


def test_an_absence_is_dated_within_reason(manager: User, deputy: User) -> None:
    refuses("absence_outside", lambda: ask_to_stand_in(manager, deputy, APPROVE, from_on=days(-1)))
    refuses(
        "absence_outside",
        lambda: ask_to_stand_in(manager, deputy, APPROVE, from_on=days(3), until_on=days(2)),
    )
    refuses("absence_outside", lambda: ask_to_stand_in(manager, deputy, APPROVE, until_on=days(60)))
    assert ask_to_stand_in(manager, deputy, APPROVE, until_on=days(59)).status == "asked"
    refuses("already_asked", lambda: ask_to_stand_in(manager, deputy, APPROVE))


def test_the_absent_colleague_asks_for_oneself_and_strangers_do_not(manager: User, deputy: User) -> None:
    refuses("not_yours", lambda: ask_to_stand_in(manager, deputy, APPROVE, actor=deputy))
    assert ask_to_stand_in(manager, deputy, APPROVE, actor=manager).asked_by == manager


def test_neither_of_the_two_approves(manager: User, deputy: User) -> None:
    boss, other = director(), make_staff("director2@example.cn", "director")
    asked = ask_to_stand_in(boss, other, "accounts.suspend_dealers", actor=keeper())
    for one in (boss, other):
        with pytest.raises(Refused) as refused:
            decide(asked, checker=one)
        assert refused.value.code == "barred"
    third = make_staff("general@example.cn", "general_manager")
    assert decide(asked, checker=third).status == "in_force"


def test_an_end_before_the_last_day_takes_the_rights_at_once(manager: User, deputy: User) -> None:
    row = decide(ask_to_stand_in(manager, deputy, APPROVE))
    assert isinstance(row, Deputyship)
    with pytest.raises(Refused) as refused:
        end_deputyship(deputyship=row, actor=make_staff("stranger@example.cn", "cashier"))
    assert (refused.value.code, again(deputy).has_right(APPROVE)) == ("not_yours", True)
    end_deputyship(deputyship=row, actor=manager)
    assert not again(deputy).has_right(APPROVE)


def test_a_mover_and_a_leaver_take_the_deputys_rights_along(manager: User, deputy: User) -> None:
    decide(ask_to_stand_in(manager, deputy, APPROVE))
    decide(ask_to_move(manager, "promotion_lead"))
    assert not again(deputy).has_right(APPROVE)
    officer = make_staff("officer@example.cn", "risk_officer")
    row = decide(ask_to_stand_in(officer, deputy, "risk.see_cases"))
    decide(ask_to_leave(officer, deputy))
    assert not again(deputy).has_right("risk.see_cases")
    assert Deputyship.objects.get(pk=row.pk).status == "ended"


def test_an_absence_that_has_become_impossible_lapses(manager: User, deputy: User) -> None:
    asked = ask_to_stand_in(manager, deputy, APPROVE, from_on=days(1))
    decide(asked)
    User.objects.filter(pk=deputy.pk).update(is_active=False)
    close_day()
    assert Deputyship.objects.get().status == "lapsed"
    assert Event.objects.get(kind="deputyship.lapsed").data["because"] == "not_here"


# -- done for somebody -------------------------------------------------------------------------------------------------


def request_of(maker: User) -> Approval:
    register_approval_kind(KIND)
    return request_approval(
        maker=maker, kind=KIND.code, subject=None, payload={}, page_path="/office/", reason="a test"
    )


def approve(checker: User, asked: Approval) -> Approval:
    return decide_approval(
        checker=checker, number=asked.number, is_approved=True, shown_hash=asked.payload_hash
    )


def test_an_approval_by_a_deputy_says_for_whom(manager: User, deputy: User) -> None:
    decide(ask_to_stand_in(manager, deputy, APPROVE))
    asked = request_of(make_staff("maker@example.cn", "operations_manager"))
    decided = approve(again(deputy), asked)
    assert (decided.checker, decided.decided_for) == (deputy, manager)
    assert Event.objects.get(kind="approval.approved", subject_id=asked.pk).data["for"] == manager.number
    reader = make_staff("auditor@example.cn", "auditor")
    reader.language = "en"
    reader.save()
    text = arrive(reader).get(f"/office/approvals/{asked.number}/").content.decode()
    assert f"for {manager.name}" in text
    log = arrive(reader).get("/office/accounts/events/?kind=approval.approved").content.decode()
    assert f"for {manager.name}" in log


def test_an_approval_in_the_own_job_is_for_nobody(manager: User) -> None:
    decided = approve(manager, request_of(make_staff("maker@example.cn", "operations_manager")))
    assert decided.decided_for is None
    assert "for" not in Event.objects.get(kind="approval.approved", subject_id=decided.pk).data


def test_a_deputy_does_not_approve_what_the_absent_colleague_asked(manager: User, deputy: User) -> None:
    decide(ask_to_stand_in(manager, deputy, APPROVE))
    asked = request_of(manager)
    with pytest.raises(Refused) as refused:
        approve(again(deputy), asked)
    assert (refused.value.code, Approval.objects.get(pk=asked.pk).status) == ("same_person", "open")
    assert maker_is_not_checker() == []
    Approval.objects.filter(pk=asked.pk).update(
        status="approved", checker=deputy, decided_for=manager, decided_at=clock.now()
    )
    assert maker_is_not_checker() == [f"{asked.number} was decided by the person who asked"]


def test_the_absent_colleague_does_not_approve_what_the_deputy_asked_for_them() -> None:
    operations = make_staff("operations@example.cn", "operations_manager")
    clerk = make_staff("clerk@example.cn", "promotion_lead")
    with acting(clerk.pk, operations.number):
        asked = request_of(clerk)
    assert asked.asked_for == operations
    second_login = make_staff("second@example.cn", "risk_manager")
    second_login.person = operations.person
    second_login.save()
    with pytest.raises(Refused) as refused:
        approve(second_login, asked)
    assert refused.value.code == "same_person"
    assert approve(make_staff("checker@example.cn", "risk_manager"), asked).status == "approved"


def test_what_a_deputy_does_on_a_page_is_written_down_for_the_absent_colleague() -> None:
    manager = make_staff("business@example.cn", "business_manager")
    lead = make_staff("lead@example.cn", "promotion_lead")
    dealer = dealers.active()
    path = f"/office/accounts/dealers/{dealer.number}/suspend/"
    assert arrive(lead).post(path, {"suspend-reason": "投诉核查中"}).status_code == 403
    decide(ask_to_stand_in(manager, lead, "accounts.see_dealers", "accounts.suspend_dealers"))
    assert arrive(again(lead)).post(path, {"suspend-reason": "投诉核查中"}).status_code == 302
    event = Event.objects.get(kind="dealer.suspended")
    assert (event.actor, event.data["for"]) == (lead, manager.number)


def test_one_query_still_tells_every_right(
    manager: User, deputy: User, django_assert_num_queries: Any
) -> None:
    decide(ask_to_stand_in(manager, deputy, APPROVE))
    fresh = again(deputy)
    with django_assert_num_queries(1):
        assert fresh.has_right(APPROVE)
        assert fresh.stands_in_for(APPROVE) == manager.number
        assert not fresh.has_right("risk.decide_case")


def test_the_chart_says_who_is_away(manager: User, deputy: User) -> None:
    decide(ask_to_stand_in(manager, deputy, APPROVE, until_on=days(4)))
    text = arrive(keeper()).get("/office/accounts/chart/").content.decode()
    assert deputy.name in text
    assert (clock.today() + dt.timedelta(days=4)).isoformat() in text
