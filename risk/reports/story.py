"""A report as its page tells it: chapters with their figures and texts, what a refresh changed, versions, actions."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.approvals import is_same_person
from accounts.language import in_language
from accounts.models import User
from accounts.web.formats import moment
from accounts.web.parts import Fact
from accounts.web.tables.sheets import Sheet
from risk.forms.report import ChapterForm
from risk.models import ReportText, ReportVersion, RiskReport
from risk.reports.chapters import chapters_of
from risk.reports.differences import Difference, figure_differences, text_differences
from risk.reports.frozen import drawn, parts_of_chapter, read_content, thawed_chart, thawed_sheet
from risk.reports.queries import (
    NOTE,
    SIGN,
    WRITE,
    Standing,
    figures_before,
    standing_of,
    writers_of,
)
from risk.reports.rules import sign_until
from risk.reports.subjects import subject_name
from risk.reports.words import level_words, matrix_steps, report_title


@dataclass(frozen=True)
class ShownPart:
    """One part of a chapter: its sentences, charts as drawn, tables."""

    title: str
    sentences: list[str]
    charts: list[Any]
    sheets: list[Sheet]


@dataclass(frozen=True)
class ShownChapter:
    """A chapter with the text that counts, and the form where it may be written."""

    code: str
    title: Any
    parts: list[ShownPart]
    text: ReportText | None
    paragraphs: list[str]
    form: ChapterForm | None
    has_sentences: bool


@dataclass(frozen=True)
class Acts:
    """What this login may do with this version now."""

    write: bool = False
    sign: bool = False
    note: bool = False
    correct: bool = False
    drop: bool = False
    answer: bool = False
    give_back: bool = False
    # Why somebody who signs may not sign this one.
    barred: str = ""


@dataclass(frozen=True)
class Judged:
    """A kind of risk with its levels in words."""

    risk: Any
    level: str
    controls: str
    residual: str


@dataclass(frozen=True)
class Compared:
    """What differs, and from what."""

    title: str
    rows: list[Difference] = field(default_factory=list)


def chapters(
    version: ReportVersion, standing: Standing, *, may_write: bool, bound: ChapterForm | None
) -> list[ShownChapter]:
    """Return the chapters in order."""
    return [
        _chapter(code, title, standing, may_write=may_write, bound=bound)
        for code, title in chapters_of(version.report.kind).items()
    ]


def _chapter(
    code: str, title: Any, standing: Standing, *, may_write: bool, bound: ChapterForm | None
) -> ShownChapter:
    text = standing.texts.get(code)
    parts = [_part(one) for one in parts_of_chapter(standing.content, code)]
    initial = {"chapter": code}
    if text is not None:
        initial |= {"words_en": text.words_en, "words_zh": text.words_zh}
    is_bound = bound is not None and bound.data.get("chapter") == code
    form = bound if is_bound else ChapterForm(initial=initial, auto_id=f"{code}-%s")
    return ShownChapter(
        code,
        title,
        parts,
        text,
        words_read(text).splitlines() if text is not None else [],
        form if may_write else None,
        any(part.sentences for part in parts),
    )


def _part(frozen: dict[str, Any]) -> ShownPart:
    return ShownPart(
        frozen["title"],
        frozen["sentences"],
        [drawn(thawed_chart(one)) for one in frozen["charts"]],
        [thawed_sheet(one) for one in frozen["sheets"] if one["lines"]],
    )


def words_read(text: ReportText) -> str:
    """Return a text in the reader's language, in the other where it was written in that alone."""
    return in_language(text.words_en or text.words_zh, text.words_zh or text.words_en)


def acts_of(version: ReportVersion, user: User) -> Acts:
    """Return what a login may do; the services ask again."""
    status, report = version.status, version.report
    is_draft, is_waiting = status == "draft", status == "submitted"
    is_valid = status in ReportVersion.VALID
    writes = user.has_right(WRITE)
    signs = is_waiting and user.has_right(SIGN)
    is_hand = signs and any(is_same_person(one, user) for one in writers_of(version))
    return Acts(
        write=is_draft and writes,
        sign=signs and not is_hand,
        give_back=signs,
        note=status == "signed" and user.has_right(NOTE),
        correct=is_valid and writes and not _is_being_corrected(version),
        drop=is_draft and writes and not (report.month_on is not None and version.n == 1),
        answer=is_valid and report.addressee_id == user.pk and report.answered_at is None,
        barred=_("You had a hand in this report, so another person signs it.") if is_hand else "",
    )


def _is_being_corrected(version: ReportVersion) -> bool:
    return ReportVersion.objects.filter(report=version.report_id, status__in=ReportVersion.OPEN).exists()


def facts_of(version: ReportVersion, standing: Standing) -> list[Fact]:
    """Return what a version is, who had which part in it, and the hash of its figures."""
    report, figures = version.report, standing.figures
    facts = [
        Fact(pgettext("report", "Report"), report.number),
        Fact(_("Version"), version.n),
        Fact(_("What it is about"), subject_name(report)),
        Fact(_("Figures of"), standing.content["as_of_on"]),
        Fact(
            _("Frozen"),
            moment(figures.frozen_at),
            hint=figures.frozen_by.name if figures.frozen_by is not None else _("by the daily close"),
        ),
        Fact(_("Figures (SHA-256)"), figures.content_hash[:16], hint=figures.content_hash[16:]),
    ]
    if report.month_on is not None:
        facts.append(Fact(_("To be signed until"), sign_until(report.month_on)))
    if version.author is not None:
        facts.append(Fact(_("Written by"), version.author.name))
    signatures = (
        (pgettext("report", "Submitted by"), version.submitted_by, version.submitted_at),
        (pgettext("report", "Signed by"), version.signed_by, version.signed_at),
        (pgettext("report", "Seen by"), version.seen_by, version.seen_at),
    )
    facts += [Fact(label, who.name, hint=moment(at)) for label, who, at in signatures if who and at]
    return facts + _warning_facts(report, version)


def _warning_facts(report: RiskReport, version: ReportVersion) -> list[Fact]:
    facts = []
    if report.addressee is not None:
        facts += [Fact(_("Sent to"), report.addressee.name), Fact(_("Answer until"), report.answer_due_on)]
    if version.conclusion:
        facts.append(Fact(_("Conclusion"), version.get_conclusion_display()))
    return facts


def refreshed(version: ReportVersion, standing: Standing) -> Compared | None:
    """Return what the last refresh changed, None where the figures were frozen once."""
    before = figures_before(version, standing.figures)
    if before is None:
        return None
    rows = figure_differences(read_content(before), standing.content)
    return Compared(_("What the last refresh of the figures changed"), rows)


def corrected(version: ReportVersion, standing: Standing) -> Compared | None:
    """Return what differs from the version before, None for a first one."""
    before = (
        ReportVersion.objects.filter(report=version.report_id, n__lt=version.n)
        .exclude(status=ReportVersion.Status.DROPPED)
        .order_by("-n")
        .first()
    )
    if before is None:
        return None
    old = standing_of(before)
    was, now = ({code: words_read(row) for code, row in one.texts.items()} for one in (old, standing))
    rows = text_differences(was, now, chapters_of(version.report.kind))
    rows += figure_differences(old.content, standing.content)
    return Compared(_("What differs from version %(n)s") % {"n": before.n}, rows)


def judged(version: ReportVersion) -> list[Judged]:
    """Return the kinds of risk of an assessment as judged."""
    rows = list(version.ratings.order_by("pk"))
    if not rows:
        return []
    steps = matrix_steps()
    return [
        Judged(
            row.get_risk_display(),
            level_words(row.likelihood, row.effect, steps),
            row.controls,
            level_words(row.residual_likelihood, row.residual_effect, steps),
        )
        for row in rows
    ]


def versions_of(version: ReportVersion) -> list[tuple[ReportVersion, str]]:
    """Return every version of the report with its page, the newest first."""
    rows = ReportVersion.objects.filter(report=version.report_id).select_related("signed_by").order_by("-n")
    return [(row, reverse("risk_report", args=[row.number])) for row in rows]


def title_of(version: ReportVersion) -> str:
    """Return how the report of a version is called."""
    return report_title(version.report)
