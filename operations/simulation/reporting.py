"""What risk reports on a simulated day: the month's report is written, signed and seen; what it asked for gets done."""

import datetime as dt

from accounts import clock
from accounts.models import User
from accounts.services.deliver_events import deliver_events
from accounts.staff.queries import holders_of_role
from operations.simulation.report_words import TASKS, direction, words_of
from risk.models import ReportMeasure, ReportRating, ReportVersion, RiskReport
from risk.portfolio.queries import last_day_of_book
from risk.reports.book_parts import Days
from risk.reports.month import month_of
from risk.reports.queries import newest_figures
from risk.reports.subjects import days_of, subject_choices
from risk.services.finish_measure import finish_measure
from risk.services.note_report import note_report
from risk.services.open_risk_report import open_risk_report
from risk.services.propose_measure import propose_measure
from risk.services.rate_risk import rate_risk
from risk.services.sign_report import sign_report
from risk.services.submit_report import submit_report
from risk.services.write_report_text import take_over_sentences, write_report_text

# The days of a month on which the report of the last one is signed, and on which a measure is done.
SIGNED_ON, DONE_ON = 4, 24
DUE_SOON = dt.timedelta(days=15)
# A simulation without the whole company leaves the drafts to whoever comes.
NEEDED = ("risk_officer", "risk_manager", "general_manager", *sorted({task.role for task in TASKS}))
SEEN_EN = (
    "Repayment at this dealer's customers is slower than in the rest of the book. New orders of the last weeks have"
    " larger amounts."
)
SEEN_ZH = "该经销商客户的还款慢于全部贷款，近几周新订单金额偏大。"
GRAVITY_EN = (
    "The exposure is within its limit. If half of the customers stopped paying, PAR 30 of the book would pass its"
    " limit."
)
GRAVITY_ZH = "敞口仍在限额之内；若半数客户停止还款，全部贷款的逾期30天以上占比将突破上限。"
PROPOSAL_EN = (
    "Visit the dealer within ten days, look at the last ten deliveries, and hold back larger orders until"
    " then."
)
PROPOSAL_ZH = "十日内走访该经销商，核查最近十笔交付；在此之前暂缓大额订单。"
RATINGS = (
    ("credit", 3, 4, "授信额度上限、评分卡准入、分级定价", 2, 3),
    ("fraud", 2, 4, "设备与联系人关联检测、到店核验、监控名单", 2, 2),
    ("operational", 3, 2, "双人复核、日终核对", 2, 2),
    ("liquidity", 2, 3, "募集期满未满标自动取消，不垫付资金", 1, 3),
)


def report_on_month() -> None:
    """Write, sign and take note of the last month's report on its day, and finish a measure on another."""
    day = clock.today().day
    if day == SIGNED_ON and all(holders_of_role(role).exists() for role in NEEDED):
        for version in ReportVersion.objects.filter(status="draft", report__kind="monthly").order_by("pk"):
            _sign(_write(version))
    elif day == DONE_ON:
        _finish()


def _finish() -> None:
    """Say what came of the measures that are due soon; some are never done, and stay open in later reports."""
    outcomes = {task.words: task.outcome for task in TASKS if task.outcome}
    due = ReportMeasure.objects.filter(status="open", due_on__lte=clock.today() + DUE_SOON)
    for measure in due.filter(words__in=outcomes).order_by("pk"):
        finish_measure(measure=measure, outcome=outcomes[measure.words], actor=measure.owner)


def _write(version: ReportVersion) -> ReportVersion:
    """Write the officer's own words beside the figures, and ask for the measure whose turn it is."""
    officer, month_on = _first("risk_officer"), version.report.month_on
    month = month_of(month_on) if month_on is not None else None
    if month is not None:
        turn = month.first_on.year * 12 + month.first_on.month
        days = Days(month.last_on, month.before_on)
        way = direction(days.figures, days.figures_before if days.has_before else None)
        for chapter, (en, zh) in words_of(way, month.first_on.month, turn).items():
            write_report_text(version=version, chapter=chapter, words_en=en, words_zh=zh, actor=officer)
        task = TASKS[turn % len(TASKS)]
        propose_measure(
            version=version,
            words=task.words,
            owner=_first(task.role),
            due_on=clock.today() + dt.timedelta(days=task.days),
            actor=officer,
        )
    return submit_report(version=version, actor=officer)


def _sign(version: ReportVersion) -> None:
    sign_report(
        version=version, shown_hash=newest_figures(version).content_hash, actor=_first("risk_manager")
    )
    note_report(version=ReportVersion.objects.get(pk=version.pk), actor=_first("general_manager"))


def leave_reports() -> None:
    """Leave a signed warning about a dealer that waits for its answer, and the draft of an assessment.

    A company whose first day is not closed yet has no book to tell of.
    """
    if last_day_of_book() is None:
        return
    officer = _first("risk_officer")
    dealers = subject_choices(RiskReport.Subject.DEALER, clock.today())
    if dealers:
        warning = open_risk_report(
            kind=RiskReport.Kind.WARNING,
            subject=RiskReport.Subject.DEALER,
            subject_key=max((key for key, _name in dealers), key=_late_fen),
            title="经销商客户还款放缓",
            actor=officer,
            addressee=_first("business_manager"),
            answer_due_on=clock.today() + dt.timedelta(days=7),
        )
        texts = {
            "seen": (SEEN_EN, SEEN_ZH),
            "gravity": (GRAVITY_EN, GRAVITY_ZH),
            "proposal": (PROPOSAL_EN, PROPOSAL_ZH),
        }
        for chapter, (en, zh) in texts.items():
            write_report_text(version=warning, chapter=chapter, words_en=en, words_zh=zh, actor=officer)
        submitted = submit_report(version=warning, actor=officer)
        figures = newest_figures(submitted)
        sign_report(version=submitted, shown_hash=figures.content_hash, actor=_first("risk_manager"))
    _leave_assessment(officer)
    deliver_events()


def _leave_assessment(officer: User) -> None:
    products = subject_choices(RiskReport.Subject.PRODUCT, clock.today())
    version = open_risk_report(
        kind=RiskReport.Kind.ASSESSMENT,
        subject=RiskReport.Subject.PRODUCT,
        subject_key=products[0][0],
        title="产品新版本上线前评估",
        actor=officer,
    )
    take_over_sentences(version=version, chapter="exposure", actor=officer)
    for risk, likelihood, effect, controls, left_likelihood, left_effect in RATINGS:
        rate_risk(
            version=version,
            risk=ReportRating.Risk(risk),
            likelihood=likelihood,
            effect=effect,
            controls=controls,
            residual_likelihood=left_likelihood,
            residual_effect=left_effect,
            actor=officer,
        )


def _late_fen(dealer: str) -> int:
    """Return what a dealer's customers owe on loans over 30 days late, or overdue at all."""
    day = last_day_of_book()
    found = days_of(RiskReport.Subject.DEALER, dealer, day.as_of_on, None) if day is not None else None
    return found.figures.par(30).fen + found.figures.overdue_fen if found is not None else 0


def _first(role: str) -> User:
    return holders_of_role(role)[0]
