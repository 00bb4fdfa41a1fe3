"""What the pages of signals, notices and rules of early warning say."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import clock
from accounts.models import Approval, User
from accounts.web.object_pages import object_url
from accounts.web.parts import Fact, Moment
from lending.models import ExposureLimit
from risk.models import NoticeStep, SignalRule, WarningNotice, WarningSignal
from risk.warnings.kinds import signal_kind
from risk.warnings.words import condition_words, days_left_words, rule_name

STEP_ICONS = {
    "measure": "hammer",
    "answer": "message-square",
    "return": "undo-2",
    "owner": "users",
    "signals": "flag",
    "overdue": "arrow-up",
}


def signal_facts(signal: WarningSignal) -> list[Fact]:
    """Return what a signal is and what came of it."""
    facts = [
        Fact(_("Signal"), rule_name(signal.rule), hint=condition_words(signal.rule)),
        Fact(pgettext("early warning", "To do"), signal.get_severity_display()),
        Fact(_("Raised"), date_format(signal.raised_on)),
        Fact(_("Last hit"), date_format(signal.last_hit_on)),
        Fact(_("Hits"), signal.hit_count, is_figure=True),
    ]
    if signal.outcome:
        facts.append(Fact(_("What came of it"), signal.get_outcome_display(), hint=signal.close_reason))
    if signal.closed_by is not None:
        facts.append(Fact(_("Closed by"), signal.closed_by.name))
    return facts


def notice_facts(notice: WarningNotice) -> list[Fact]:
    """Return what a notice asks of whom until when."""
    facts = [
        Fact(_("What is warned of"), notice.words),
        Fact(pgettext("warning notice", "Owner"), notice.owner.name),
        Fact(_("To be answered by"), days_left_words(notice, clock.today())),
        Fact(_("Raised by"), notice.raised_by.name),
        Fact(pgettext("warning notice", "Raised"), date_format(notice.raised_on)),
    ]
    if notice.outcome:
        facts.append(Fact(_("What came of it"), notice.get_outcome_display(), hint=notice.close_reason))
    if notice.closed_by is not None:
        facts.append(Fact(_("Closed by"), notice.closed_by.name))
    return facts


def notice_moments(notice: WarningNotice, steps: Sequence[NoticeStep]) -> list[Moment]:
    """Return everything that happened to a notice, newest first."""
    found = [
        Moment(
            title=_("Notice raised"),
            at=notice.raised_at,
            sentence=notice.words,
            who=notice.raised_by.name,
            icon="triangle-alert",
            tone="attention",
        )
    ]
    for one in steps:
        found.append(
            Moment(
                title=one.get_kind_display(),
                at=one.made_at,
                sentence=one.words,
                who=one.made_by.name if one.made_by is not None else "",
                icon=STEP_ICONS[one.kind],
                tone="danger" if one.kind == NoticeStep.Kind.OVERDUE else "quiet",
            )
        )
    if notice.closed_at is not None and notice.closed_by is not None:
        found.append(
            Moment(
                title=_("Notice closed: %(outcome)s") % {"outcome": notice.get_outcome_display()},
                at=notice.closed_at,
                sentence=notice.close_reason,
                who=notice.closed_by.name,
                icon="circle-check",
                tone="good",
            )
        )
    return found[::-1]


@dataclass(frozen=True)
class Remedy:
    """A form of the house that does something about a subject, filled in beforehand."""

    label: str
    hint: str
    url: str


def remedies(notice: WarningNotice, viewer: User) -> list[Remedy]:
    """Return what this viewer may ask for elsewhere about the subject; each goes its usual way."""
    if notice.status not in WarningNotice.LIVE:
        return []
    found = []
    if viewer.has_right("risk.plan_portfolio"):
        found.append(_limit(notice))
    if notice.dealer is not None and viewer.has_right("accounts.suspend_dealers"):
        found.append(
            Remedy(
                _("Suspend the dealer"),
                _("On the dealer's own page, with a reason the dealer reads."),
                object_url(viewer, "dealer", notice.dealer.number),
            )
        )
    if notice.loan is not None and viewer.has_right("lending.hold_loans"):
        found.append(
            Remedy(
                _("Mark the loan"),
                _("On the loan's own page: nothing is debited and nobody is reminded meanwhile."),
                object_url(viewer, "loan", notice.loan.number),
            )
        )
    return [one for one in found if one.url]


def _limit(notice: WarningNotice) -> Remedy:
    if notice.dealer is not None:
        kind, key = ExposureLimit.Kind.DEALER, notice.dealer.number
    else:
        kind, key = ExposureLimit.Kind.BORROWER, notice.borrower.number if notice.borrower else ""
    reason = _("Warning notice %(number)s") % {"number": notice.number}
    asked = urlencode({"kind": kind, "key": key, "reason": reason})
    return Remedy(
        _("Ask for a lower limit"),
        _("Filled in for this subject; it counts once another person has approved it."),
        f"{reverse('risk_limits')}?{asked}",
    )


@dataclass(frozen=True)
class RuleLine:
    """A rule in one row: its version in force, its condition, and whether another version waits."""

    rule: SignalRule
    name: str
    condition: str
    subject: str
    is_waiting: bool


def rule_lines(rows: Sequence[SignalRule]) -> list[RuleLine]:
    """Return a line for each code: the version in force, else the one that waits."""
    shown: dict[str, SignalRule] = {}
    waiting = set()
    for row in rows:
        if row.status == SignalRule.Status.PROPOSED:
            waiting.add(row.code)
            shown.setdefault(row.code, row)
        else:
            shown[row.code] = row
    return [
        RuleLine(row, rule_name(row), condition_words(row), _subject(row), code in waiting)
        for code, row in shown.items()
    ]


def _subject(rule: SignalRule) -> str:
    kind = signal_kind(rule.kind)
    return WarningSignal(subject_type=kind.subject_type).get_subject_type_display() if kind else "—"


def version_facts(rule: SignalRule) -> list[Fact]:
    """Return what a version says."""
    facts = [
        Fact(_("Condition"), condition_words(rule)),
        Fact(pgettext("early warning", "About"), _subject(rule)),
        Fact(pgettext("early warning", "To do"), rule.get_severity_display()),
        Fact(_("Switched"), pgettext("rule", "on") if rule.is_on else pgettext("rule", "off")),
        Fact(_("In English"), format_html('<span lang="en">{}</span>', rule.name_en)),
        Fact(_("In Chinese"), format_html('<span lang="zh-Hans">{}</span>', rule.name_zh)),
    ]
    if rule.in_force_from_on is not None:
        facts.append(Fact(_("In force from"), date_format(rule.in_force_from_on)))
    return facts


def version_moments(rows: Sequence[SignalRule]) -> list[Moment]:
    """Return every version that was asked for, newest first."""
    return [
        Moment(
            title=_("Version %(version)d: %(state)s")
            % {"version": row.version, "state": row.get_status_display()},
            at=row.made_at,
            sentence=" · ".join(one for one in (condition_words(row), row.reason) if one),
            who=row.made_by.name if row.made_by is not None else _("Came with the house"),
            icon="file-text",
            tone="good" if row.status == SignalRule.Status.PUBLISHED else "quiet",
        )
        for row in rows
    ]


def approval_facts(approval: Approval) -> list[Fact]:
    """Tell a checker what would hold, beside what holds now."""
    asked = SignalRule.objects.filter(number=approval.payload["rule"]).first()
    if asked is None:
        return []
    now = SignalRule.objects.filter(code=asked.code, status=SignalRule.Status.PUBLISHED).first()
    facts = [Fact(_("Rule"), f"{asked.code} · {asked.version}"), *version_facts(asked)]
    if now is not None and now.pk != asked.pk:
        switched = pgettext("rule", "on") if now.is_on else pgettext("rule", "off")
        said = " · ".join([condition_words(now), str(now.get_severity_display()), switched])
        facts.append(Fact(_("Until now"), said))
    return facts
