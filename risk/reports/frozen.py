"""Figures as they are frozen: plain values in both languages, and the way back to charts and tables."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.web import charts
from accounts.web.tables.sheets import Head, Line, Sheet
from risk.models import ReportFigures
from risk.reports.parts import Chart, ReportPart, Series, Told

LANGUAGES = ("en", "zh-hans")


def freeze_part(part: ReportPart, read: Any) -> dict[str, Any]:
    """Return a part told in both languages, as plain values."""
    frozen: dict[str, Any] = {"code": part.code, "chapter": part.chapter}
    for language in LANGUAGES:
        with translation.override(language):
            told = part.tell(read)
            frozen[language] = {"title": str(part.title), **_plain(told)}
    frozen["key"] = dict(told.key)
    return frozen


def _plain(told: Told) -> dict[str, Any]:
    return {
        "sentences": [str(one) for one in told.sentences],
        "charts": [_plain_chart(one) for one in told.charts],
        "sheets": [_plain_sheet(one) for one in told.sheets],
    }


def _plain_chart(chart: Chart) -> dict[str, Any]:
    return {
        "title": str(chart.title),
        "kind": chart.kind,
        "labels": [str(one) for one in chart.labels],
        "series": [{"name": str(one.name), "values": list(one.values)} for one in chart.series],
        "unit": chart.unit,
        "sentence": str(chart.sentence),
    }


def _plain_sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "title": str(sheet.title),
        "note": str(sheet.note),
        "heads": [[str(head.label), head.kind] for head in sheet.heads],
        "lines": [
            {
                "values": [_value(value) for value in line.values],
                "urls": {str(at): url for at, url in line.urls.items()},
                "is_total": line.is_total,
            }
            for line in sheet.lines
        ],
    }


def _value(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if value is None or isinstance(value, int) else str(value)


def read_content(row: ReportFigures) -> dict[str, Any]:
    """Return what was frozen."""
    said: dict[str, Any] = json.loads(row.content)
    return said


def parts_of_chapter(content: dict[str, Any], chapter: str, language: str = "") -> list[dict[str, Any]]:
    """Return what each part says in a chapter, in a language (default: the reader's)."""
    language = language or language_read()
    return [{"code": one["code"], **one[language]} for one in content["parts"] if one["chapter"] == chapter]


def sentences_of(content: dict[str, Any], chapter: str, language: str) -> list[str]:
    """Return the sentences of a chapter in one language."""
    return [said for part in parts_of_chapter(content, chapter, language) for said in part["sentences"]]


def key_figures(content: dict[str, Any]) -> dict[str, int]:
    """Return the headline figures by name."""
    return {name: value for part in content["parts"] for name, value in part["key"].items()}


def language_read() -> str:
    """Return which of the two languages the reader reads."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def thawed_sheet(frozen: dict[str, Any]) -> Sheet:
    """Return the table that was frozen."""
    return Sheet(
        frozen["name"],
        frozen["title"],
        [Head(label, kind) for label, kind in frozen["heads"]],
        [
            Line(
                line["values"],
                urls={int(at): url for at, url in line["urls"].items()},
                is_total=line["is_total"],
            )
            for line in frozen["lines"]
        ],
        note=frozen["note"],
    )


def thawed_chart(frozen: dict[str, Any]) -> Chart:
    """Return the chart that was frozen."""
    series = [Series(one["name"], one["values"]) for one in frozen["series"]]
    return Chart(
        frozen["title"], frozen["kind"], frozen["labels"], series, frozen["unit"], frozen["sentence"]
    )


def drawn(chart: Chart) -> SafeString:
    """Draw a chart for a page."""
    series: Sequence[charts.Series] = [charts.Series(one.name, one.values) for one in chart.series]
    if chart.kind == "line":
        return charts.line_chart(chart.title, chart.labels, series, unit=chart.unit, sentence=chart.sentence)
    return charts.stacked_bar_chart(
        chart.title, chart.labels, series, unit=chart.unit, sentence=chart.sentence
    )
