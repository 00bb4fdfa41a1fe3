"""What risk and business managers do about early warnings on a simulated day; the same in every run."""

import datetime as dt
from contextlib import suppress

from accounts import clock
from accounts.errors import Refused
from accounts.field_origins import EnteredBy
from accounts.models import Dealer, User
from accounts.services.save_contact import save_contact
from accounts.staff.queries import holders_of_role
from lending.models import Instalment, Loan
from operations.simulation.people import Cast
from risk.models import WarningNotice, WarningSignal
from risk.services.add_to_notice import add_to_notice
from risk.services.answer_notice import answer_notice, note_measure
from risk.services.close_notice import close_notice
from risk.services.close_signal import close_signal
from risk.services.raise_notice import NoticeWish, Subject, raise_notice, subject_of
from risk.warnings.queries import live_notice_of, open_signals_of, signals_shown

# What one day's work is in the demonstration; more would only cost time.
MOST_A_DAY = 2
LOOKED_AT_AFTER = dt.timedelta(days=20)
ANSWERED_AFTER = dt.timedelta(days=2)
CLOSED_AFTER = dt.timedelta(days=30)
# So many days before an instalment is due some borrowers move house.
MOVES_AHEAD = dt.timedelta(days=4)
# The share of notices nobody answers in time, of signals that become a notice, of borrowers who move: one of so many.
FORGOTTEN, TAKEN_UP, MOVERS = 5, 2, 9

# What the owner of a notice did, and found, in turn.
ANSWERS = (
    ("已电话联系客户，约定上门走访。", "走访核实：收入暂时下降，客户承诺月底前补足。"),
    ("已联系客户及紧急联系人。", "客户换了手机号，工作未变，已更新联系方式。"),
    ("已向客户单位核实在职情况。", "单位确认在职，工资延迟发放一周。"),
    ("已与客户当面沟通。", "家中有人住院，短期支出增加，已说明可申请调整还款安排。"),
)


def heed_warnings(cast: Cast) -> None:
    """Raise notices of signals, answer them, close them and what was a false alarm."""
    today = clock.today()
    _move_house(today)
    _take_signals_up(cast, today)
    _answer(today)
    _close(cast, today)


def _move_house(today: dt.date) -> None:
    due = Instalment.objects.filter(
        due_on=today + MOVES_AHEAD, settled_at=None, superseded_at=None, loan__status=Loan.Status.ACTIVE
    )
    for row in due.select_related("loan__borrower").order_by("pk"):
        if (row.loan_id + row.n) % MOVERS == 0:
            user = row.loan.borrower
            home = {"address": f"江苏省苏州市工业园区星湖街{row.pk % 800 + 1}号"}
            save_contact(user=user, values=home, entered=EnteredBy(user))


def _take_signals_up(cast: Cast, today: dt.date) -> None:
    """What asks for something to be done becomes a notice or joins one; what was only to be watched is closed later."""
    fresh = signals_shown().filter(status=WarningSignal.Status.OPEN, severity="act", raised_on__lt=today)
    for signal in fresh.order_by("-pk")[:MOST_A_DAY]:
        if signal.pk % TAKEN_UP:
            with suppress(Refused):
                _take_up(signal, cast)
    seen = WarningSignal.objects.filter(
        status=WarningSignal.Status.OPEN, last_hit_on__lte=today - LOOKED_AT_AFTER
    )
    for signal in seen.select_related("loan").order_by("pk")[:MOST_A_DAY]:
        is_true = signal.pk % 2 == 0 or (signal.loan is not None and signal.loan.overdue_since_on is not None)
        close_signal(
            signal=signal,
            outcome="no_action" if is_true else "false_alarm",
            reason="情况属实，已持续关注，暂无需处置。" if is_true else "经核实，客户工作及收入正常。",
            actor=cast.reviewer,
        )


def _take_up(signal: WarningSignal, cast: Cast) -> None:
    others = list(open_signals_of(signal.subject_key))
    live = live_notice_of(signal.subject_key)
    if live is not None:
        add_to_notice(notice=live, signals=others, actor=cast.reviewer)
        return
    raise_notice(
        subject=subject_of(signal),
        wish=NoticeWish(
            level="red" if len(others) > 1 or signal.dealer_id else "orange",
            words="请核实客户近况及还款能力，说明已采取的措施。"
            if signal.dealer_id is None
            else "该经销商近期逾期集中，请核查订单真实性。",
            owner=_owner(signal, cast),
            signals=others,
        ),
        actor=cast.reviewer,
    )


def _owner(signal: WarningSignal, cast: Cast) -> User:
    return (holders_of_role("business_manager").first() if signal.pk % 3 else None) or cast.reviewer


def _answer(today: dt.date) -> None:
    waiting = WarningNotice.objects.filter(
        status=WarningNotice.Status.OPEN, raised_on__lte=today - ANSWERED_AFTER
    ).select_related("owner")
    for notice in waiting.order_by("pk"):
        if notice.pk % FORGOTTEN == 0 and notice.escalated_on is None:
            continue
        step, answer = ANSWERS[notice.pk % len(ANSWERS)]
        note_measure(notice=notice, words=step, actor=notice.owner)
        answer_notice(notice=notice, words=answer, actor=notice.owner)


def _close(cast: Cast, today: dt.date) -> None:
    """Look after a month whether the warning was right: by then the loan is late, or it is not."""
    answered = WarningNotice.objects.filter(
        status=WarningNotice.Status.ANSWERED, raised_on__lte=today - CLOSED_AFTER
    ).select_related("loan", "owner")
    for notice in answered.order_by("pk")[:MOST_A_DAY]:
        is_good = notice.loan is not None and notice.loan.overdue_since_on is None
        close_notice(
            notice=notice,
            outcome="false_alarm" if is_good else "confirmed",
            reason="已恢复正常还款，解除预警。" if is_good else "风险属实，转催收跟进。",
            actor=cast.decider,
        )


def leave_notices() -> None:
    """Leave notices in every state: one to be answered, one answered, and a red one about a dealer, raised by hand."""
    officer, owner = holders_of_role("risk_officer")[0], holders_of_role("business_manager")[0]
    dealer = Dealer.objects.filter(status=Dealer.Status.ACTIVE).order_by("pk").first()
    if dealer is not None:
        raise_notice(
            subject=Subject(dealer=dealer),
            wish=NoticeWish("red", "近期退货增多，请核查门店订单真实性并提出限额建议。", owner),
            actor=officer,
        )
    fresh = signals_shown().filter(status=WarningSignal.Status.OPEN).order_by("severity", "-pk")
    for place, signal in enumerate(fresh[:2]):
        if live_notice_of(signal.subject_key) is not None:
            continue
        notice = raise_notice(
            subject=subject_of(signal),
            wish=NoticeWish(
                "orange" if place else "yellow", "请核实客户近况，说明还款安排。", owner, [signal]
            ),
            actor=officer,
        )
        if place:
            answer_notice(notice=notice, words="已电话核实，客户下周发薪后还款。", actor=owner)
