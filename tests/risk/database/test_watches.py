"""The watch-list of risk: placed, reviewed, its exit proposed by the system and confirmed by a person, handed over."""

import datetime as dt

import pytest
from django.db.models import F

from accounts import clock
from accounts.errors import Refused
from accounts.models import Event, User
from accounts.staff.open_work import open_work_of
from lending.models import Instalment, Loan
from risk.database.queries import watches_due
from risk.models import RiskWatch
from risk.services.check_watches import check_watches, find_watches_to_check
from risk.services.end_watch import end_watch
from risk.services.hand_over_watch import hand_over_watch
from risk.services.place_watch import WatchTerms, place_watch
from risk.services.review_watch import review_watch
from tests import dealers
from tests.arrivals import arrive
from tests.closing import set_today
from tests.factories import make_staff
from tests.lending.factories import make_active_loan

pytestmark = pytest.mark.django_db
ROOM = "/office/risk/database/"


@pytest.fixture
def officer(db: None) -> User:
    return make_staff("desk@example.cn", "risk_officer")


@pytest.fixture
def manager(db: None) -> User:
    return make_staff("boss@example.cn", "risk_manager")


def soon(days: int = 10) -> dt.date:
    return clock.today() + dt.timedelta(days=days)


def terms(**values: object) -> WatchTerms:
    given: dict = {
        "trigger": "overdue",
        "words": "连续两期晚还",
        "review_on": soon(),
        "exit_rule": "reviews",
        "exit_count": 1,
    }
    return WatchTerms(**{**given, **values})


def fresh(watch: RiskWatch) -> RiskWatch:
    return RiskWatch.objects.get(pk=watch.pk)


def settle(row: Instalment) -> None:
    """Pay an instalment in full on its day."""
    Instalment.objects.filter(pk=row.pk).update(
        principal_paid_fen=F("principal_fen"),
        interest_paid_fen=F("interest_fen"),
        fee_paid_fen=F("fee_fen"),
        settled_on=row.due_on,
        settled_at=clock.now(),
    )


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"words": "晚"}, "watch_words"),
        ({"words": "电话 13800138000 停机"}, "note_hidden"),
        ({"review_on": "today"}, "watch_day"),
        ({"review_on": "late"}, "watch_day"),
        ({"exit_count": None}, "watch_rule"),
        ({"exit_count": 99}, "watch_rule"),
        ({"exit_rule": "no_overdue", "exit_on": None}, "watch_rule"),
    ],
)
def test_a_watch_is_refused_without_words_day_or_figure_and_then_placed_once(
    borrower: User, officer: User, changes: dict, code: str
) -> None:
    days = {"today": clock.today(), "late": soon(91)}
    wrong = {
        name: days.get(value, value) if isinstance(value, str) else value for name, value in changes.items()
    }
    with pytest.raises(Refused) as refusal:
        place_watch(terms=terms(**wrong), owner=officer, actor=officer, customer=borrower)
    assert refusal.value.code == code
    assert not RiskWatch.objects.exists()
    watch = place_watch(terms=terms(), owner=officer, actor=officer, customer=borrower)
    assert (watch.status, watch.owner, watch.placed_on) == ("open", officer, clock.today())
    with pytest.raises(Refused) as refusal:
        place_watch(terms=terms(), owner=officer, actor=officer, customer=borrower)
    assert refusal.value.code == "watch_open"
    assert Event.objects.filter(kind="risk_watch.open").count() == 1


def test_nobody_watches_themselves_and_only_keepers_own_a_watch(borrower: User, officer: User) -> None:
    collector = make_staff("collector@example.cn", "collections_officer")
    with pytest.raises(Refused) as refusal:
        place_watch(terms=terms(), owner=collector, actor=officer, customer=borrower)
    assert refusal.value.code == "watch_owner"
    dealer = dealers.active()
    with pytest.raises(Refused) as refusal:
        place_watch(
            terms=terms(exit_rule="on_time", exit_count=3), owner=officer, actor=officer, dealer=dealer
        )
    assert refusal.value.code == "watch_rule"
    User.objects.filter(pk=officer.pk).update(person=borrower.person)
    own = User.objects.get(pk=officer.pk)
    with pytest.raises(Refused) as refusal:
        place_watch(terms=terms(), owner=own, actor=own, customer=borrower)
    assert refusal.value.code == "watch_own"
    assert not RiskWatch.objects.exists()


def test_instalments_on_time_bring_the_exit_and_arrears_take_it_back(borrower: User, officer: User) -> None:
    loan = make_active_loan(borrower)
    watch = place_watch(
        terms=terms(exit_rule="on_time", exit_count=2), owner=officer, actor=officer, loan=loan
    )
    assert watch.customer == borrower
    rows = list(Instalment.objects.filter(loan=loan, superseded_at__isnull=True).order_by("due_on")[:2])
    night = rows[1].due_on
    settle(rows[0])
    check_watches(business_date=night, ids=find_watches_to_check(night, 0, 10))
    assert fresh(watch).status == "open", "the second is due today and may still be paid"
    settle(rows[1])
    check_watches(business_date=night, ids=[watch.pk])
    proposed = fresh(watch)
    assert (proposed.status, proposed.exit_facts["on_time"]) == ("exit_proposed", 2)
    assert proposed.ended_at is None, "a person confirms"
    assert list(watches_due(officer)) == [watch]
    check_watches(business_date=night, ids=[watch.pk])
    assert Event.objects.filter(kind="risk_watch.exit_proposed").count() == 1
    Loan.objects.filter(pk=loan.pk).update(overdue_since_on=night)
    check_watches(business_date=night + dt.timedelta(days=1), ids=[watch.pk])
    back = fresh(watch)
    assert (back.status, back.exit_facts, back.exit_proposed_at) == ("open", {}, None)


def test_a_clear_review_proposes_the_exit_and_the_confirmation_asks_the_rule_again(
    borrower: User, officer: User, manager: User
) -> None:
    loan = make_active_loan(borrower)
    watch = place_watch(terms=terms(), owner=officer, actor=officer, customer=borrower)
    for actor in (officer, manager):
        if actor == officer:
            with pytest.raises(Refused) as refusal:
                end_watch(watch=watch, words="提前结束", actor=actor)
            assert refusal.value.code == "watch_early"
    assert fresh(watch).status == "open"
    review_watch(watch=watch, found="concern", words="仍未补发工资", review_on=soon(20), actor=officer)
    assert (fresh(watch).status, fresh(watch).review_on) == ("open", soon(20))
    review_watch(watch=watch, found="nothing", words="已恢复发薪", review_on=soon(30), actor=officer)
    assert fresh(watch).status == "exit_proposed"
    Loan.objects.filter(pk=loan.pk).update(overdue_since_on=clock.today() - dt.timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        end_watch(watch=watch, words="确认退出", actor=officer)
    assert refusal.value.code == "watch_early", "late since the proposal"
    Loan.objects.filter(pk=loan.pk).update(overdue_since_on=None)
    ended = end_watch(watch=watch, words="确认退出", actor=officer)
    assert (ended.status, ended.ended_by, ended.is_early) == ("ended", officer, False)
    with pytest.raises(Refused) as refusal:
        end_watch(watch=watch, words="再来一次", actor=officer)
    assert refusal.value.code == "watch_over"
    with pytest.raises(Refused) as refusal:
        review_watch(watch=watch, found="nothing", words="再看一次", review_on=soon(), actor=officer)
    assert refusal.value.code == "watch_over"
    again = place_watch(terms=terms(), owner=officer, actor=officer, customer=borrower)
    early = end_watch(watch=again, words="登记有误", actor=manager)
    assert (early.status, early.is_early) == ("ended", True)


def test_a_late_review_waits_with_its_owner_and_goes_along_when_handed_over(
    borrower: User, officer: User, manager: User
) -> None:
    watch = place_watch(terms=terms(review_on=soon(3)), owner=officer, actor=officer, customer=borrower)
    assert not watches_due(officer).exists()
    set_today(soon(4))
    assert list(watches_due(officer)) == [watch]
    [work] = [one for one in open_work_of(officer) if one.work.code == "risk_watches"]
    assert [item.number for item in work.items] == [watch.number]
    hand_over = work.work.hand_over
    assert hand_over is not None
    hand_over(officer, make_staff("service@example.cn", "customer_service"), manager)
    assert fresh(watch).owner == officer, (
        "whoever may not keep it does not get it, and the leaver still leaves"
    )
    with pytest.raises(Refused) as refusal:
        hand_over_watch(watch=watch, owner=officer, actor=manager)
    assert refusal.value.code == "watch_same"
    hand_over_watch(watch=watch, owner=manager, actor=officer)
    assert not watches_due(officer).exists()
    assert list(watches_due(manager)) == [watch]
    event = Event.objects.get(kind="risk_watch.handed_over")
    assert event.data == {"from": officer.number, "to": manager.number}


def test_the_pages_place_review_end_and_read(borrower: User, officer: User) -> None:
    client = arrive(officer)
    path = f"{ROOM}customers/{borrower.number}/watch/"
    posted = {
        "about": "",
        "trigger": "overdue",
        "words": "连续两期晚还",
        "owner": officer.number,
        "review_on": soon().isoformat(),
        "exit_rule": "reviews",
        "exit_count": "",
    }
    refused = client.post(path, posted)
    assert refused.status_code == 422
    assert "连续两期晚还" in refused.content.decode()
    assert client.post(path, {**posted, "exit_count": "1"}).status_code == 302
    watch = RiskWatch.objects.get()
    assert watch.number in client.get(f"{ROOM}watches/?view=mine").content.decode()
    assert watch.number in client.get(f"{ROOM}customers/{borrower.number}/").content.decode()
    page = f"{ROOM}watches/{watch.number}/"
    review = {"review-found": "nothing", "review-words": "已恢复", "review-review_on": soon(20).isoformat()}
    assert client.post(f"{page}review/", {**review, "review-words": "已恢复发薪"}).status_code == 302
    auditor = arrive(make_staff("auditor@example.cn", "auditor"))
    assert auditor.get(page).status_code == 200
    assert auditor.post(f"{page}end/", {"end-words": "不该由审计结束"}).status_code == 403
    assert fresh(watch).status == "exit_proposed"
    assert client.post(f"{page}end/", {"end-words": "已恢复正常还款"}).status_code == 302
    assert fresh(watch).status == "ended"
    assert client.get(page).status_code == 200
