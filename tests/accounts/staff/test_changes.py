"""Joiners, movers and leavers: asked by one, approved by another, carried out on their day."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail

from accounts import clock
from accounts.errors import Refused
from accounts.models import Appointment, Approval, Dealer, Event, StaffChange, StaffInvitation, User
from accounts.roles import ROLES
from accounts.services.accept_staff_invitation import accept_staff_invitation
from accounts.services.ask_joiner import ask_joiner
from accounts.services.deliver_events import deliver_events
from accounts.services.doubt_identity import doubt_identity
from accounts.services.invite_colleague import invite_colleague, invite_joiners
from accounts.services.take_review import take_review
from accounts.services.withdraw_approval import withdraw_approval
from tests import dealers
from tests.arrivals import arrive
from tests.factories import PASSWORD, make_identity_number, make_staff
from tests.staff import (
    NEWCOMER,
    again,
    ask_newcomer,
    ask_to_leave,
    ask_to_move,
    ask_to_stand_in,
    chair,
    close_day,
    days,
    decide,
    director,
    invitation_token,
    keeper,
)

pytestmark = pytest.mark.django_db


def refuses(code: str, ask: Callable[[], Any]) -> str:
    """Assert the refusal, and that nothing was written; return its words."""
    keeper(), director()
    before = (StaffChange.objects.count(), Approval.objects.count(), Event.objects.count())
    with pytest.raises(Refused) as refused:
        ask()
    assert refused.value.code == code
    assert (StaffChange.objects.count(), Approval.objects.count(), Event.objects.count()) == before
    return str(refused.value.message)


# -- joining -------------------------------------------------------------------------------------------------------


def test_a_joiner_gets_a_login_only_after_another_person_approved() -> None:
    change = ask_newcomer()
    assert (change.status, User.objects.filter(email=NEWCOMER).count()) == ("asked", 0)
    done = decide(change)
    user = User.objects.get(email=NEWCOMER)
    assert (done.status, done.colleague) == ("done", user)
    assert (user.kind, user.display_name, user.has_usable_password()) == ("staff", "钱新", False)
    assert user.roles == {"risk_officer"}
    assert user.rights == ROLES["risk_officer"]
    assert Approval.objects.get().status == "used"
    assert (
        Event.objects.get(kind="appointment.in_force", subject_id=user.appointments.get().pk).data["change"]
        == change.number
    )


def test_a_joiner_of_a_later_day_has_no_right_before_it() -> None:
    change = decide(ask_newcomer(on=days(2)))
    user = User.objects.get(email=NEWCOMER)
    assert (change.status, again(user).roles) == ("planned", frozenset())
    close_day()
    assert again(user).roles == frozenset()
    close_day()
    assert again(user).roles == {"risk_officer"}
    assert StaffChange.objects.get().status == "done"
    close_day()
    assert again(user).appointments.get().status == "in_force"


def test_the_invitation_sets_the_password_once() -> None:
    decide(ask_newcomer())
    user = User.objects.get(email=NEWCOMER)
    assert invite_joiners() == 1
    assert invite_joiners() == 0
    assert mail.outbox[-1].to == [NEWCOMER]
    token = invitation_token()
    assert token not in str(StaffInvitation.objects.values_list())
    with pytest.raises(Refused) as weak:
        accept_staff_invitation(token=token, password="12345678")
    assert (weak.value.code, again(user).has_usable_password()) == ("password_weak", False)
    accept_staff_invitation(token=token, password=PASSWORD)
    assert again(user).check_password(PASSWORD)
    with pytest.raises(Refused) as used:
        accept_staff_invitation(token=token, password="another-horse-battery")
    assert used.value.code == "invitation_over"
    assert again(user).check_password(PASSWORD)
    with pytest.raises(Refused) as set_up:
        invite_colleague(user=user, actor=keeper())
    assert set_up.value.code == "not_invited"


def test_a_newer_invitation_takes_the_place_of_the_one_before_and_all_run_out() -> None:
    decide(ask_newcomer())
    user = User.objects.get(email=NEWCOMER)
    invite_joiners()
    first = invitation_token()
    invite_colleague(user=user, actor=keeper())
    second = invitation_token()
    with pytest.raises(Refused):
        accept_staff_invitation(token=first, password=PASSWORD)
    StaffInvitation.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))
    with pytest.raises(Refused):
        accept_staff_invitation(token=second, password=PASSWORD)
    assert not again(user).has_usable_password()


def test_a_joiner_is_refused_in_plain_words() -> None:
    refuses("day_outside", lambda: ask_newcomer(on=days(-1)))
    refuses("day_outside", lambda: ask_newcomer(on=days(181)))
    refuses("address_form", lambda: ask_newcomer(address="nobody"))
    refuses("identity_form", lambda: ask_newcomer(identity="110101199001010000"))
    refuses("login_taken", lambda: ask_newcomer(address=keeper().email or ""))
    here = keeper().person
    assert here is not None
    refuses("already_here", lambda: ask_newcomer(identity=here.identity_number))
    make_staff("cashier@example.cn", "cashier")
    words = refuses("no_chair", lambda: ask_newcomer("cashier"))
    assert "1" in words
    ask_newcomer()
    refuses("already_asked", lambda: ask_newcomer())


def test_only_the_head_of_the_department_or_the_administrator_asks() -> None:
    risk = make_staff("head@example.cn", "risk_manager")
    refuses("not_yours", lambda: ask_newcomer("accountant", actor=risk))
    officer = make_staff("officer@example.cn", "risk_officer")
    refuses("not_yours", lambda: ask_newcomer(actor=officer))
    # What is below a department belongs to its head.
    assert ask_newcomer("collections_officer", actor=risk).asked_by == risk


def test_a_position_that_joins_what_excludes_each_other_is_refused() -> None:
    from accounts.models import PositionRole

    PositionRole.objects.create(position=chair("risk_manager"), role="risk_officer")
    words = refuses("duties_clash", lambda: ask_newcomer("risk_manager"))
    assert "“" in words


def test_what_has_become_impossible_lapses_and_opens_nothing() -> None:
    change = ask_newcomer("cashier")
    make_staff("cashier@example.cn", "cashier")
    lapsed = decide(change)
    assert (lapsed.status, User.objects.filter(email=NEWCOMER).count()) == ("lapsed", 0)
    assert Event.objects.get(kind="staff_change.lapsed").data["because"] == "no_chair"
    assert Approval.objects.get().status == "approved"


def test_a_changed_request_is_not_what_was_approved() -> None:
    change = ask_newcomer("risk_officer")
    StaffChange.objects.filter(pk=change.pk).update(position=chair("finance_manager"))
    assert decide(change).status == "lapsed"
    assert Event.objects.get(kind="staff_change.lapsed").data["because"] == "content_changed"
    assert User.objects.filter(email=NEWCOMER).count() == 0


def test_a_request_that_is_refused_or_taken_back_does_nothing() -> None:
    refused = decide(ask_newcomer(), is_approved=False)
    assert refused.status == "refused"
    change = ask_newcomer()
    withdraw_approval(maker=keeper(), number=change.approval_number)
    deliver_events()
    assert StaffChange.objects.get(pk=change.pk).status == "withdrawn"
    assert User.objects.filter(email=NEWCOMER).count() == 0


# -- nobody decides on the own rights ----------------------------------------------------------------------------------


def test_nobody_approves_a_change_of_the_own_rights() -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    second_login = make_staff("second@example.cn", "director")
    second_login.person = officer.person
    second_login.save()
    change = ask_to_move(officer, "collections_officer")
    with pytest.raises(Refused) as refused:
        decide(change, checker=second_login)
    assert refused.value.code == "barred"
    assert again(officer).roles == {"risk_officer"}
    assert decide(change).status == "done"


def test_a_checker_does_not_approve_the_own_second_login() -> None:
    boss = director()
    assert boss.person is not None
    boss.is_active = False
    boss.save()
    change = ask_newcomer("auditor", identity=boss.person.identity_number, name=boss.person.real_name)
    boss.is_active = True
    boss.save()
    with pytest.raises(Refused) as refused:
        decide(change, checker=boss)
    assert refused.value.code == "barred"


def test_who_asks_does_not_approve() -> None:
    asker = keeper()
    change = ask_newcomer(actor=asker)
    with pytest.raises(Refused) as refused:
        decide(change, checker=asker)
    assert refused.value.code == "not_checker"
    assert StaffChange.objects.get().status == "asked"


# -- moving ------------------------------------------------------------------------------------------------------------


def test_a_mover_exchanges_rights_on_the_day() -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    change = decide(ask_to_move(officer, "collections_officer", on=days(1)))
    assert (change.status, again(officer).roles) == ("planned", {"risk_officer"})
    close_day()
    assert again(officer).roles == {"collections_officer"}
    assert not again(officer).has_right("risk.review_case")
    old, new = Appointment.objects.filter(user=officer).order_by("pk")
    assert (old.status, old.until_on) == ("ended", days(-1))
    assert (new.status, new.from_on) == ("in_force", days(0))


def test_a_move_of_today_holds_at_once() -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    assert decide(ask_to_move(officer, "collections_officer")).status == "done"
    assert again(officer).roles == {"collections_officer"}


def test_a_move_is_refused_where_it_makes_no_sense() -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    refuses("nothing_changed", lambda: ask_to_move(officer, "risk_officer"))
    make_staff("cashier@example.cn", "cashier")
    refuses("no_chair", lambda: ask_to_move(officer, "cashier"))
    other_head = make_staff("head@example.cn", "finance_manager")
    refuses("not_yours", lambda: ask_to_move(officer, "collections_officer", actor=other_head))
    ask_to_move(officer, "collections_officer")
    refuses("already_asked", lambda: ask_to_move(officer, "customer_service"))
    # The head of the department entered may ask too.
    accountant = make_staff("accountant@example.cn", "accountant")
    head_of_risk = make_staff("risk.head@example.cn", "risk_manager")
    assert ask_to_move(accountant, "risk_officer", actor=head_of_risk).status == "asked"


def test_a_move_that_clashes_with_standing_in_is_refused() -> None:
    officer = make_staff("officer@example.cn", "promotion_lead")
    manager = make_staff("manager@example.cn", "risk_manager")
    decide(ask_to_stand_in(manager, officer, "risk.decide_case"))
    words = refuses("duties_clash", lambda: ask_to_move(officer, "risk_officer"))
    assert words.count("“") == 2


# -- leaving -----------------------------------------------------------------------------------------------------------


def test_a_leaver_is_out_at_once() -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    successor = make_staff("successor@example.cn", "risk_officer")
    client = arrive(officer)
    assert client.get("/office/risk/cases/").status_code == 200
    done = decide(ask_to_leave(officer, successor))
    assert done.status == "done"
    assert client.get("/office/risk/cases/").status_code == 302
    gone = again(officer)
    assert (gone.is_active, gone.roles, gone.rights) == (False, frozenset(), frozenset())
    assert UserSession.objects.filter(user=officer).count() == 0
    [seat] = gone.appointments.all()
    assert (seat.status, seat.until_on) == ("ended", clock.today())
    event = Event.objects.get(kind="user.staff_left")
    assert (event.data["sessions_ended"], event.data["handed_to"]) == (1, successor.number)


def test_a_leaver_of_a_later_day_works_until_then() -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    decide(ask_to_leave(officer, keeper(), on=days(2)))
    close_day()
    assert again(officer).has_right("risk.review_case")
    close_day()
    assert (again(officer).is_active, again(officer).rights) == (False, frozenset())
    assert again(officer).appointments.get().until_on == days(-1)


def test_the_work_of_a_leaver_goes_to_the_successor() -> None:
    dealer = dealers.vetting()
    manager = make_staff("manager@example.cn", "business_manager")
    Dealer.objects.filter(pk=dealer.pk).update(manager=manager)
    successor = make_staff("successor@example.cn", "business_manager")
    asked = ask_to_move(make_staff("clerk@example.cn", "promotion_lead"), "customer_service")
    Approval.objects.filter(number=asked.approval_number).update(maker=manager)
    done = decide(ask_to_leave(manager, successor))
    assert dealers.fresh(dealer).manager == successor
    assert [(one["work"], one["number"]) for one in done.handed_over] == [
        ("dealers", dealer.number),
        ("approvals", asked.approval_number),
    ]
    # What somebody asked for stays theirs in the record.
    assert Approval.objects.get(number=asked.approval_number).maker == manager


def test_an_auditor_takes_nothing_over() -> None:
    leaver = make_staff("leaver@example.cn", "customer_service")
    auditor = make_staff("auditor@example.cn", "auditor")
    refuses("auditor_apart", lambda: ask_to_leave(leaver, auditor))


def test_a_joiner_is_whom_the_number_was_verified_for(borrower: User) -> None:
    assert borrower.person is not None
    known = borrower.person
    refuses("name_differs", lambda: ask_newcomer(identity=known.identity_number, name="钱新来"))
    change = ask_newcomer(identity=known.identity_number, name=known.real_name)
    assert change.status == "asked"


def test_no_joiner_comes_by_an_address_that_is_waived_the_second_factor(settings: Any) -> None:
    settings.IS_DEMO = True
    refuses("address_reserved", lambda: ask_newcomer(address="qian@demo.fenqi.example"))
    settings.IS_DEMO = False
    assert ask_newcomer(address="qian@demo.fenqi.example").status == "asked"


def test_cases_a_leaver_had_taken_go_back_into_the_queue(borrower: User) -> None:
    leaver = make_staff("leaver@example.cn", "customer_service")
    successor = make_staff("successor@example.cn", "promotion_lead")
    taken = take_review(
        review=doubt_identity(customer=borrower, cause="illegible", actor=leaver), actor=leaver
    )
    done = decide(ask_to_leave(leaver, successor))
    deliver_events()
    taken.refresh_from_db()
    assert (taken.status, taken.taken_by) == ("opened", None)
    assert [(one["work"], one["number"]) for one in done.handed_over] == [("reviews", taken.number)]
    colleague = make_staff("colleague@example.cn", "customer_service")
    assert take_review(review=taken, actor=colleague).taken_by == colleague


def test_a_successor_who_left_keeps_nobody_from_leaving() -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    successor = make_staff("successor@example.cn", "risk_officer")
    decide(ask_to_leave(officer, successor, on=days(1)))
    User.objects.filter(pk=successor.pk).update(is_active=False)
    close_day()
    assert again(officer).is_active is False


def test_a_leave_is_refused_without_somebody_who_takes_over() -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    refuses("handover_self", lambda: ask_to_leave(officer, officer))
    gone = make_staff("gone@example.cn", "risk_officer")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    refuses("handover_gone", lambda: ask_to_leave(officer, again(gone)))
    refuses("not_here", lambda: ask_to_leave(again(gone), officer))


def test_an_invitation_of_somebody_who_left_opens_nothing() -> None:
    decide(ask_newcomer())
    user = User.objects.get(email=NEWCOMER)
    invite_joiners()
    decide(ask_to_leave(user, keeper()))
    with pytest.raises(Refused):
        accept_staff_invitation(token=invitation_token(), password=PASSWORD)
    assert not again(user).has_usable_password()


def test_events_hold_no_personal_value_of_a_joiner() -> None:
    number = make_identity_number()
    ask_joiner(
        actor=keeper(),
        real_name="钱新",
        work_address=NEWCOMER,
        identity_number=number,
        position=chair("risk_officer"),
        effective_on=clock.today(),
        reason="补充人手。",
    )
    decide(StaffChange.objects.get())
    told = str(list(Event.objects.values_list("data"))) + str(list(Approval.objects.values_list("payload")))
    for value in ("钱新", NEWCOMER, number):
        assert value not in told
