"""Calls, visits and letters under the governor: what is refused leaves nothing behind."""

import datetime as dt
from collections.abc import Callable

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import Event, Message, Unmasking, User
from accounts.services.deliver_events import deliver_events
from lending.models import Loan
from lending.services.ask_restructure import ask_restructure
from lending.services.hold_loan import hold_loan
from lending.services.release_loan_hold import release_loan_hold
from risk.collections.papers import draw_paper
from risk.collections.queries import day_of, due_cases, live_cases
from risk.collections.standing import verdict_of
from risk.models import CollectionCase, CollectionContact, CollectionPaper
from risk.services.agree_hours import agree_hours, end_agreed_hours
from risk.services.begin_call import begin_call
from risk.services.end_call import Told, end_call
from risk.services.record_contact import record_contact
from risk.services.send_letter import send_letter
from tests.risk.collections import factories
from tests.risk.collections.factories import LATE, PHONE, at, call, connect, owed_fen, pay


def refuses(code: str, act: Callable[[], object]) -> None:
    """Expect the code, and that neither a contact nor a look at the number was left behind."""
    before = (CollectionContact.objects.count(), Unmasking.objects.count(), Message.objects.count())
    with pytest.raises(Refused) as refused:
        act()
    assert refused.value.code == code
    assert (CollectionContact.objects.count(), Unmasking.objects.count(), Message.objects.count()) == before


def test_an_overdue_loan_opens_one_case_with_a_first_call_today(case: CollectionCase, officer: User) -> None:
    assert (case.status, case.officer, case.overdue_since_on) == ("open", officer, dt.date(2026, 2, 15))
    assert (case.next_action, case.next_action_on <= LATE) == ("call", True)
    assert list(due_cases(officer)) == [case]
    [work] = day_of(officer)
    assert (work.case, work.stage, work.days_late, work.arrears_fen) == (case, "care", 2, owed_fen(case.loan))


def test_a_call_shows_the_number_once_and_writes_the_look_down(case: CollectionCase, officer: User) -> None:
    with at(10):
        begun = call(case, officer)
    assert begun.phone == PHONE
    assert PHONE not in repr(begun)
    look = Unmasking.objects.get()
    assert (look.number, look.staff, look.customer, look.reason, look.value_code) == (
        begun.contact.unmasking_number,
        officer,
        case.loan.borrower,
        "collect",
        "phone",
    )
    assert not Event.objects.filter(data__icontains=PHONE).exists()


def test_refuses_a_fourth_call_and_lets_unanswered_ones_pass(case: CollectionCase, officer: User) -> None:
    with at(10):
        for _n in range(4):
            end_call(contact=call(case, officer).contact, officer=officer, told=Told("nobody"))
        for _n in range(3):
            connect(case, officer)
        refuses("too_many_calls", lambda: call(case, officer))
        assert verdict_of(case, channel="call", at=clock.now()).codes == ("too_many_calls",)
    with at(8, day=LATE + dt.timedelta(days=1)):
        call(case, officer)


def test_counts_calls_over_all_officers_and_those_under_way(case: CollectionCase, officer: User) -> None:
    other = factories.officer("other@example.cn")
    with at(10):
        connect(case, officer)
        connect(case, other)
        begun = call(case, officer)
        refuses("too_many_calls", lambda: call(case, other))
        end_call(contact=begun.contact, officer=officer, told=Told("nobody"))
        call(case, other)


@pytest.mark.parametrize(
    ("hour", "minute", "second", "is_allowed"),
    [(21, 59, 59, True), (22, 0, 0, False), (22, 1, 0, False), (7, 59, 59, False), (8, 0, 0, True)],
)
def test_nobody_is_called_in_the_quiet_hours(
    case: CollectionCase, officer: User, hour: int, minute: int, second: int, is_allowed: bool
) -> None:
    with at(hour, minute, second):
        if is_allowed:
            assert call(case, officer).phone == PHONE
        else:
            refuses("quiet_hours", lambda: call(case, officer))


def test_the_debtor_alone_opens_other_hours_and_closes_them(case: CollectionCase, officer: User) -> None:
    debtor = case.loan.borrower
    agree_hours(debtor=debtor, from_minute=22 * 60, until_minute=23 * 60)
    with at(22, 1):
        connect(case, officer)
    end_agreed_hours(debtor=debtor)
    with at(22, 2):
        refuses("quiet_hours", lambda: call(case, officer))
    with pytest.raises(Refused) as refused:
        agree_hours(debtor=debtor, from_minute=60, until_minute=60)
    assert refused.value.code == "hours"


def test_calls_stop_the_second_a_payment_posts(case: CollectionCase, officer: User, loan: Loan) -> None:
    with at(10):
        begun = call(case, officer)
        pay(loan, owed_fen(loan))
        # No event was delivered yet: lending itself is asked.
        assert not live_cases().exists()
        assert day_of(officer) == []
        refuses("not_late", lambda: call(case, factories.officer("other@example.cn")))
        deliver_events()
        begun.contact.refresh_from_db()
        case.refresh_from_db()
        assert (begun.contact.status, case.status, case.close_reason, case.closed_stage) == (
            "dropped",
            "closed",
            "cured",
            "care",
        )
        refuses("not_late", lambda: call(case, officer))
        # What was said before the money came is still part of the log.
        end_call(contact=begun.contact, officer=officer, told=Told("debtor", ["will_pay"]))
    begun.contact.refresh_from_db()
    assert (begun.contact.status, begun.contact.is_connected) == ("ended", True)


def test_a_part_payment_that_leaves_arrears_leaves_the_case(
    case: CollectionCase, officer: User, loan: Loan
) -> None:
    with at(10):
        pay(loan, 10_00)
        deliver_events()
        case.refresh_from_db()
        assert case.status == "open"
        call(case, officer)


def test_hardship_dispute_and_death_pause_collection(case: CollectionCase, officer: User, loan: Loan) -> None:
    with at(10):
        hold = hold_loan(loan=loan, kind="dispute", reason="金额有误", placed_by=officer)
        refuses("dispute", lambda: call(case, officer))
        refuses("dispute", lambda: send_letter(case=case, officer=officer, kind="demand", key="k"))
        release_loan_hold(loan=loan, hold_id=hold.pk, outcome="已核实", released_by=officer)
        call(case, officer)
        ask_restructure(loan=loan, borrower=loan.borrower, hardship="job_lost", words="公司裁员")
        other = factories.officer("other@example.cn")
        refuses("hardship", lambda: call(case, other))
        hold_loan(loan=loan, kind="death", reason="家属告知", placed_by=officer)
        refuses("death", lambda: call(case, other))


def test_never_third_parties_never_oneself_and_one_call_at_a_time(
    case: CollectionCase, officer: User
) -> None:
    with at(10):
        refuses(
            "third_party",
            lambda: begin_call(case=case, officer=officer, purpose="remind", party="contact"),
        )
        debtor = case.loan.borrower
        User.objects.filter(pk=officer.pk).update(person=debtor.person)
        refuses("own_loan", lambda: call(case, User.objects.get(pk=officer.pk)))
        User.objects.filter(pk=officer.pk).update(person=None)
        again = User.objects.get(pk=officer.pk)
        call(case, again)
        refuses("call_open", lambda: call(case, again))


def test_what_is_written_of_a_call_is_refused_where_it_cannot_be(case: CollectionCase, officer: User) -> None:
    with at(10):
        contact = call(case, officer).contact
        other = factories.officer("other@example.cn")
        for code, who, told in (
            ("not_yours", other, Told("nobody")),
            ("said_nothing", officer, Told("debtor")),
            ("nobody_spoke", officer, Told("nobody", ["refuses"])),
            ("unknown_code", officer, Told("debtor", ["nonsense"])),
            ("unknown_code", officer, Told("sent")),
        ):
            refuses(code, lambda who=who, told=told: end_call(contact=contact, officer=who, told=told))
            contact.refresh_from_db()
            assert contact.status == "open"
        end_call(contact=contact, officer=officer, told=Told("debtor", ["no_money"], "下周发工资"))
        refuses("not_open", lambda: end_call(contact=contact, officer=officer, told=Told("nobody")))


def test_a_visit_is_logged_once_and_counts_as_no_call(case: CollectionCase, officer: User) -> None:
    told = Told("debtor", ["illness"], next_action="letter", next_action_on=LATE + dt.timedelta(days=2))
    with at(10):
        for _n in range(2):
            contact = record_contact(
                case=case, officer=officer, channel="visit", purpose="hardship", told=told, key="k"
            )
        assert CollectionContact.objects.get() == contact
        assert (contact.is_connected, contact.said, contact.stage) == (True, ["illness"], "care")
        case.refresh_from_db()
        assert (case.next_action, case.next_action_on) == ("letter", LATE + dt.timedelta(days=2))
        refuses(
            "channel",
            lambda: record_contact(
                case=case, officer=officer, channel="call", purpose="remind", told=told, key="c"
            ),
        )
    with at(22):
        refuses(
            "quiet_hours",
            lambda: record_contact(
                case=case, officer=officer, channel="visit", purpose="remind", told=told, key="q"
            ),
        )


def test_a_letter_is_frozen_told_and_drawn_in_both_languages(
    case: CollectionCase, officer: User, loan: Loan
) -> None:
    with at(10):
        for _n in range(2):
            paper = send_letter(case=case, officer=officer, kind="demand", key="k")
    assert CollectionPaper.objects.get() == paper
    assert {name: paper.facts[name] for name in ("loan", "days_late", "arrears_fen", "pay_until")} == {
        "loan": loan.number,
        "days_late": 2,
        "arrears_fen": owed_fen(loan),
        "pay_until": "2026-02-24",
    }
    assert "李借" not in str(paper.facts)
    told = Message.objects.get(template="collection_letter", channel="inbox")
    assert (told.to, told.link) == (loan.borrower, f"/borrow/loans/{loan.number}/contacts/")
    contact = CollectionContact.objects.get()
    assert (contact.channel, contact.reached, contact.is_connected) == ("letter", "sent", False)
    chinese, english = draw_paper(paper, "zh-hans"), draw_paper(paper, "en")
    assert chinese.startswith(b"%PDF")
    assert english.startswith(b"%PDF")
    assert chinese != english
    assert draw_paper(paper, "en") == english
    case.refresh_from_db()
    assert (case.next_action, case.next_action_on) == ("call", dt.date(2026, 2, 24))
