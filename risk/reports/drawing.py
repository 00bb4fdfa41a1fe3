"""A signed report as PDF, in one of the two languages, drawn from what was sealed and nothing else."""

import datetime as dt
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import clock
from accounts.papers import Paper
from accounts.web.tables.sheets import TEXT
from risk.models import ReportRating, ReportText, ReportVersion, RiskReport, SignedReport
from risk.reports.chapters import chapters_of
from risk.reports.chart_drawing import draw_chart
from risk.reports.frozen import LANGUAGES, parts_of_chapter, thawed_chart, thawed_sheet
from risk.reports.words import level_words, report_title

FINE = 8.5


def draw_report(signed: SignedReport, said: dict[str, Any], language: str) -> bytes:
    """Return the report as PDF; the same report and language always give the same bytes."""
    with translation.override(language):
        version = signed.version
        foot = f"{version.number} · {signed.content_hash[:8].upper()}"
        paper = Paper(report_title(version.report), foot, made_at=version.signed_at)
        paper.set_lang("zh-CN" if language.startswith("zh") else "en")
        paper.write_facts(_head(said))
        for code, title in chapters_of(said["kind"]).items():
            _draw_chapter(paper, said, code, str(title), language)
        if said["measures"]:
            _draw_measures(paper, said)
        paper.write_heading(_("Signature and seal"))
        paper.write_facts(_seal(signed, said), size=FINE)
        return bytes(paper.output())


def _head(said: dict[str, Any]) -> list[tuple[str, str]]:
    figures = said["figures"]
    facts = [
        (pgettext("report", "Report"), said["number"]),
        (_("Kind of report"), str(RiskReport.Kind(said["kind"]).label)),
        (_("Figures of"), figures["as_of_on"]),
    ]
    if figures["before_on"]:
        facts.append((_("Compared with"), figures["before_on"]))
    if said["change_note"]:
        facts.append((_("What this version corrects"), said["change_note"]))
    if said["addressee"] is not None:
        facts.append((_("Sent to"), said["addressee"]["name"]))
        facts.append((_("Answer until"), said["answer_due_on"]))
    if said["conclusion"]:
        facts.append((_("Conclusion"), str(ReportVersion.Conclusion(said["conclusion"]).label)))
    return facts


def _draw_chapter(paper: Paper, said: dict[str, Any], code: str, title: str, language: str) -> None:
    paper.write_heading(title)
    text = said["texts"].get(code)
    parts = parts_of_chapter(said["figures"], code, language)
    is_own = text is None or text["origin"] == ReportText.Origin.WRITTEN
    for part in parts if is_own else ():
        for sentence in part["sentences"]:
            paper.write_text(sentence)
    if text is not None:
        paper.ln(1)
        _draw_text(paper, text, language)
    if code == "risks":
        _draw_ratings(paper, said)
    for part in parts:
        for chart in part["charts"]:
            draw_chart(paper, thawed_chart(chart))
        for sheet in part["sheets"]:
            _draw_sheet(paper, sheet)


def _draw_text(paper: Paper, text: dict[str, Any], language: str) -> None:
    """Write the text in the language of the paper; where it was written in the other alone, as it was written."""
    words = text[language] or next(text[one] for one in LANGUAGES if text[one])
    by = _("%(origin)s by %(name)s, %(day)s") % {
        "origin": str(ReportText.Origin(text["origin"]).label),
        "name": text["by"]["name"],
        "day": _moment(text["at"]),
    }
    for place, line in enumerate(words.splitlines()):
        paper.write_record(line, "" if place < len(words.splitlines()) - 1 else by)


def _draw_sheet(paper: Paper, frozen: dict[str, Any]) -> None:
    sheet = thawed_sheet(frozen)
    if not sheet.lines:
        return
    if paper.get_y() > paper.h - 60:
        paper.add_page()
    paper.ln(2)
    paper.write_record(str(sheet.title), str(sheet.note))
    heads = [str(head.label) for head in sheet.heads]
    rows = [[cell.text for cell in cells] for _is_total, cells in sheet.rows]
    paper.write_grid(heads, rows, texts=[head.kind == TEXT for head in sheet.heads])


def _draw_ratings(paper: Paper, said: dict[str, Any]) -> None:
    if not said["ratings"]:
        return
    heads = [_("Kind of risk"), _("Without controls"), _("Controls"), _("What remains")]
    rows = [
        [
            str(ReportRating.Risk(one["risk"]).label),
            level_words(one["likelihood"], one["effect"], said["matrix_steps"]),
            one["controls"],
            level_words(one["residual_likelihood"], one["residual_effect"], said["matrix_steps"]),
        ]
        for one in said["ratings"]
    ]
    paper.write_grid(heads, rows, texts=[True] * 4)


def _draw_measures(paper: Paper, said: dict[str, Any]) -> None:
    heads = [_("Measure"), _("Owner"), _("Until day")]
    rows = [[one["words"], one["owner"]["name"], one["due_on"]] for one in said["measures"]]
    paper.write_heading(_("Measures"))
    paper.write_grid(heads, rows, texts=[True] * 3)


def _seal(signed: SignedReport, said: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (pgettext("report", "Submitted by"), _signature(said["submitted"])),
        (pgettext("report", "Signed by"), _signature(said["signed"])),
        (_("Figures (SHA-256)"), said["figures_sha256"]),
        (_("Fingerprint (SHA-256)"), signed.content_hash),
        (_("Electronic seal"), f"{signed.key_id} · {signed.seal}"),
    ]


def _signature(one: dict[str, Any]) -> str:
    return f"{one['by']['name']} · {one['by']['number']} · {_moment(one['at'])} (UTC+8)"


def _moment(text: str) -> str:
    return f"{dt.datetime.fromisoformat(text).astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if text else "—"
