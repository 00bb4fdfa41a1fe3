"""Warning notices: an owner and a day, answers, escalation, and closing with another person where it is red."""

import datetime as dt

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import Approval, Message, User
from accounts.services.decide_approval import decide_approval
from accounts.services.deliver_events import deliver_events
from accounts.staff.open_work import open_work_of
from risk.database.timeline import FileSubject, timeline_page
from risk.models import NoticeStep, SignalRule, WarningNotice, WarningSignal
from risk.services.add_to_notice import add_to_notice
from risk.services.answer_notice import answer_notice, note_measure
from risk.services.close_notice import close_notice
from risk.services.escalate_notices import escalate_notices, find_notices_to_escalate
from risk.services.propose_signal_rule import RuleWish, propose_signal_rule
from risk.services.raise_notice import NoticeWish, Subject, raise_notice
from risk.services.reassign_notice import reassign_notice
from risk.services.return_notice import return_notice
from tests.closing import set_today
from tests.factories import make_staff
from tests.risk.warnings.factories import RETRIED, failed_debits, manager, noticed

# Tuesday 17 March 2026: five working days on is the next Tuesday, two are Thursday.
RAISED = RETRIED + dt.timedelta(days=1)


def subjects_of_messages(user: User) -> list[str]:
    rows = Message.objects.filter(to=user, channel="inbox", template__startswith="warning_").order_by("pk")
    return list(rows.values_list("template", flat=True))


def test_a_notice_has_an_owner_and_a_day_and_takes_its_signals(borrower: User, risk_officer: User) -> None:
    signal = failed_debits(borrower)
    cashier = make_staff("cashier@example.cn", "cashier")
    for bad, code in (
        (NoticeWish("purple", "请核实。", manager("a@x.cn"), [signal]), "bad_level"),
        (NoticeWish("red", " ", manager("b@x.cn"), [signal]), "no_words"),
        (NoticeWish("red", "请核实 13800138000。", manager("c@x.cn"), [signal]), "words_hidden"),
        (NoticeWish("red", "请核实。", cashier, [signal]), "not_an_owner"),
    ):
        with pytest.raises(Refused, match=code):
            raise_notice(subject=Subject(loan=signal.loan), wish=bad, actor=risk_officer)
    other_subject = NoticeWish("red", "请核实。", manager("d@x.cn"), [signal])
    with pytest.raises(Refused, match="other_subject"):
        raise_notice(subject=Subject(borrower=borrower), wish=other_subject, actor=risk_officer)
    assert not WarningNotice.objects.exists()
    notice = noticed(signal, risk_officer)
    signal.refresh_from_db()
    assert (notice.due_on, signal.status, signal.notice) == (dt.date(2026, 3, 24), "noticed", notice)
    assert subjects_of_messages(notice.owner) == ["warning_given"]
    with pytest.raises(Refused, match="already_warned"):
        raise_notice(
            subject=Subject(loan=signal.loan),
            wish=NoticeWish("yellow", "再次提醒。", notice.owner),
            actor=risk_officer,
        )
    # Another signal about the loan joins the live notice.
    other = WarningSignal.objects.get(code="FIRST_PAYMENT")
    add_to_notice(notice=notice, signals=[other], actor=risk_officer)
    assert set(notice.signals.values_list("code", flat=True)) == {"FAILED_DEBITS", "FIRST_PAYMENT"}
    page = timeline_page(FileSubject(customer=borrower), risk_officer, kind="warning")
    shown = [item.moment.sentence.split(" · ")[0] for item in page.items]
    assert shown[0] == notice.number
    assert set(shown[1:]) == {signal.number, other.number}
    assert timeline_page(FileSubject(customer=borrower), borrower, kind="warning").items == []
    [work] = [one for one in open_work_of(notice.owner) if one.work.code == "warning_notices"]
    assert [item.number for item in work.items] == [notice.number]


def test_the_owner_answers_and_risk_gives_it_back_or_closes_it(borrower: User, risk_officer: User) -> None:
    notice = noticed(failed_debits(borrower), risk_officer)
    owner = notice.owner
    with pytest.raises(Refused, match="not_the_owner"):
        answer_notice(notice=notice, words="已核实。", actor=risk_officer)
    with pytest.raises(Refused, match="not_answered"):
        return_notice(notice=notice, words="请补充。", actor=risk_officer)
    note_measure(notice=notice, words="已上门走访。", actor=owner)
    answer_notice(notice=notice, words="客户收入下降，承诺月底补足。", actor=owner)
    assert subjects_of_messages(risk_officer) == ["warning_answered"]
    with pytest.raises(Refused, match="answered"):
        answer_notice(notice=notice, words="再答一次。", actor=owner)
    set_today(RAISED + dt.timedelta(days=2))
    return_notice(notice=notice, words="请补充收入证明。", actor=risk_officer)
    notice.refresh_from_db()
    assert (notice.status, notice.due_on) == ("open", dt.date(2026, 3, 26))
    answer_notice(notice=notice, words="已附证明。", actor=owner)
    with pytest.raises(Refused, match="no_words"):
        close_notice(notice=notice, outcome="confirmed", reason=" ", actor=risk_officer)
    close_notice(notice=notice, outcome="confirmed", reason="风险属实。", actor=risk_officer)
    notice.refresh_from_db()
    signal = notice.signals.get()
    assert (notice.status, signal.status, signal.outcome) == ("closed", "closed", "confirmed")
    assert list(notice.steps.order_by("pk").values_list("kind", flat=True)) == [
        "measure",
        "answer",
        "return",
        "answer",
    ]
    with pytest.raises(Refused, match="closed"):
        note_measure(notice=notice, words="太迟了。", actor=owner)


def test_a_red_notice_is_closed_by_another_person(
    borrower: User, risk_officer: User, risk_manager: User
) -> None:
    signal = failed_debits(borrower)
    notice = noticed(signal, risk_manager, "red", owner=risk_officer)
    assert notice.due_on == dt.date(2026, 3, 19)
    with pytest.raises(Refused, match="own_notice"):
        close_notice(notice=notice, outcome="confirmed", reason="风险属实。", actor=risk_officer)
    signal.refresh_from_db()
    assert signal.status == "noticed"
    close_notice(notice=notice, outcome="confirmed", reason="风险属实。", actor=risk_manager)
    signal.refresh_from_db()
    assert signal.status == "closed"


def test_what_nobody_answers_in_time_goes_to_the_risk_manager_once(
    borrower: User, risk_officer: User, risk_manager: User
) -> None:
    notice = noticed(failed_debits(borrower), risk_officer)
    assert find_notices_to_escalate(notice.due_on - dt.timedelta(days=1), 0, 100) == []
    for _twice in range(2):
        ids = find_notices_to_escalate(notice.due_on, 0, 100) or [notice.pk]
        escalate_notices(business_date=notice.due_on, notice_ids=ids)
    notice.refresh_from_db()
    assert notice.escalated_on == notice.due_on
    assert subjects_of_messages(risk_manager) == ["warning_overdue"]
    assert subjects_of_messages(notice.owner) == ["warning_given", "warning_overdue"]
    assert NoticeStep.objects.filter(kind="overdue").count() == 1
    # Another owner is told, and the day stays.
    other = manager("other@example.cn")
    reassign_notice(notice=notice, owner=other, words="原负责人休假。", actor=risk_officer)
    assert subjects_of_messages(other) == ["warning_given"]
    with pytest.raises(Refused, match="has_it"):
        reassign_notice(notice=notice, owner=other, words="再转一次。", actor=risk_officer)


def wish(**values: object) -> RuleWish:
    row = SignalRule.objects.get(code="FAILED_DEBITS", status="published")
    held = {
        "code": row.code,
        "kind": row.kind,
        "parameters": row.parameters,
        "name_en": row.name_en,
        "name_zh": row.name_zh,
        "severity": row.severity,
        "is_on": row.is_on,
    }
    return RuleWish(**{**held, **values})  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_rule_changes_by_another_persons_approval(risk_officer: User, risk_manager: User) -> None:
    for bad, code in (
        (wish(), "nothing_new"),
        (wish(code="f"), "bad_code"),
        (wish(kind="first_payment", parameters={"days": 3}), "bad_kind"),
        (wish(parameters={"count": 0, "days": 60}), "bad_parameter"),
        (wish(name_zh=" "), "no_words"),
    ):
        with pytest.raises(Refused, match=code):
            propose_signal_rule(wish=bad, maker=risk_officer, reason="误报太多")
    row = propose_signal_rule(
        wish=wish(parameters={"count": 2, "days": 60}), maker=risk_officer, reason="误报太多"
    )
    assert (row.version, row.status) == (2, "proposed")
    with pytest.raises(Refused, match="already_asked"):
        propose_signal_rule(wish=wish(is_on=False), maker=risk_officer, reason="停用")
    approval = Approval.objects.get(number=row.approval_number)
    decide_approval(
        checker=risk_manager,
        number=approval.number,
        is_approved=True,
        shown_hash=approval.payload_hash,
        note="",
    )
    deliver_events()
    held = SignalRule.objects.filter(code="FAILED_DEBITS").order_by("version")
    assert [(one.version, one.status) for one in held] == [(1, "retired"), (2, "published")]
    assert held[1].in_force_from_on == clock.today()
    # What is not approved is dropped, and what held goes on.
    off = propose_signal_rule(wish=wish(is_on=False), maker=risk_officer, reason="停用")
    asked = Approval.objects.get(number=off.approval_number)
    decide_approval(
        checker=risk_manager, number=asked.number, is_approved=False, shown_hash=asked.payload_hash, note="不"
    )
    deliver_events()
    off.refresh_from_db()
    assert (off.status, SignalRule.objects.get(code="FAILED_DEBITS", status="published").version) == (
        "dropped",
        2,
    )
