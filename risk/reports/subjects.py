"""What a warning or an assessment is about: its name, the loans behind it, and what else is known of it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.language import in_language
from accounts.models import Dealer
from accounts.provinces import PROVINCES
from accounts.web.formats import number, percent, yuan
from accounts.web.tables.sheets import NUMBER, TEXT, Head, Line, Sheet
from lending.models import Product, ProductVersion
from lending.models.product import Grade
from risk.domain.shares import share_ppm
from risk.models import OperationalEvent, RiskReport, SnapshotLoan
from risk.portfolio.labels import region_label
from risk.reports.book_parts import LATE_DAYS, Days
from risk.reports.parts import Told
from risk.screening.queries import RuleFigures, statistics
from risk.screening.rule_sets import champion_on

Subject = RiskReport.Subject
RULE_DAYS = 30
MOST_RUNS = 20_000
MOST_EVENTS = 200


def subject_choices(kind: str, on: dt.date) -> list[tuple[str, str]]:
    """Return what a report of this kind of subject can be about, as (key, name)."""
    if kind == Subject.DEALER:
        rows = Dealer.objects.exclude(status="applied").select_related("organisation").order_by("number")
        return [(row.number, row.name) for row in rows]
    if kind == Subject.PRODUCT:
        return [
            (code, _product_name(code))
            for code in Product.objects.order_by("pk").values_list("code", flat=True)
        ]
    if kind == Subject.REGION:
        return [(code, str(name)) for code, name in PROVINCES.items()]
    if kind == Subject.GRADE:
        return [(grade, str(grade)) for grade in Grade.values]
    if kind == Subject.RULE:
        return [(one["code"], in_language(one["name_en"], one["name_zh"])) for one in champion_on(on).rules]
    if kind == Subject.EVENT:
        events = OperationalEvent.objects.order_by("-pk")[:MOST_EVENTS]
        return [(row.number, f"{row.number} · {row.get_category_display()}") for row in events]
    return [("", str(Subject.BOOK.label))]


def all_subjects(on: dt.date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every subject by kind, for one field: the value names kind and key."""
    return [
        (str(kind.label), [(f"{kind.value}:{key}", name) for key, name in subject_choices(kind, on)])
        for kind in Subject
    ]


def subject_name(report: RiskReport) -> str:
    """Return what a report is about, in the reader's language."""
    kind, key = report.subject, report.subject_key
    if kind == Subject.BOOK:
        return str(Subject.BOOK.label)
    return _("%(kind)s: %(title)s") % {"kind": report.get_subject_display(), "title": _name(kind, key)}


def _name(kind: str, key: str) -> str:
    if kind == Subject.DEALER:
        found = Dealer.objects.filter(number=key).select_related("organisation").first()
        return found.name if found is not None else key
    if kind == Subject.PRODUCT:
        return _product_name(key)
    if kind == Subject.REGION:
        return region_label(key)
    return key


def _product_name(code: str) -> str:
    version = ProductVersion.objects.filter(product__code=code).order_by("-version").first()
    return str(version.name) if version is not None else code


def loans_of(kind: str, key: str) -> "QuerySet[SnapshotLoan] | None":
    """Return the loans of a subject, None for one that is no slice of the book."""
    filters: dict[str, dict[str, Any]] = {
        Subject.DEALER: {"dealer__number": key},
        Subject.PRODUCT: {"product_version__product__code": key},
        Subject.REGION: {"region": key},
        Subject.GRADE: {"grade": key},
    }
    return SnapshotLoan.objects.filter(**filters[kind]) if kind in filters else None


def days_of(kind: str, key: str, on: dt.date, before_on: dt.date | None) -> Days | None:
    """Return the subject's slice of two days, the whole book for the book, None where it is no slice."""
    if kind == Subject.BOOK:
        return Days(on, before_on)
    rows = loans_of(kind, key)
    if rows is None:
        return None
    return Days(on, before_on, frozenset(rows.values_list("pk", flat=True)))


def tell_weight(slice_of: Days, whole: Days) -> Told:
    """Say how much of the book, and of what is late in it, the subject is."""
    mine, all_of = slice_of.figures, whole.figures
    sentence = _(
        "It is %(book)s of the book, %(late)s of what is over %(days)d days late in it, and %(loss)s of its expected"
        " loss."
    ) % {
        "book": percent(share_ppm(mine.book.fen, all_of.book.fen)),
        "late": percent(share_ppm(mine.par(LATE_DAYS).fen, all_of.par(LATE_DAYS).fen)),
        "loss": percent(share_ppm(slice_of.expected_loss_fen(), whole.expected_loss_fen())),
        "days": LATE_DAYS,
    }
    return Told([sentence])


@dataclass(frozen=True)
class RuleUse:
    """How often a rule was asked and what it said, in the last days and in as many before."""

    days: int
    now: RuleFigures
    before: RuleFigures


def read_rule(code: str, on: dt.date) -> RuleUse:
    """Return what a rule of screening said lately."""
    middle = on - dt.timedelta(days=RULE_DAYS)
    spans: Iterable[tuple[dt.date, dt.date]] = (
        (middle + dt.timedelta(days=1), on),
        (middle - dt.timedelta(days=RULE_DAYS - 1), middle),
    )
    now, before = (statistics(*span, MOST_RUNS).rules.get(code, RuleFigures()) for span in spans)
    return RuleUse(RULE_DAYS, now, before)


def tell_rule(use: RuleUse) -> Told:
    """Say how often a rule referred and refused, beside the days before."""
    sentence = _(
        "In the last %(days)d days the rule was asked %(asked)s times, referred %(referred)s and refused %(refused)s;"
        " in the %(days)d days before it referred %(was_referred)s and refused %(was_refused)s."
    ) % {
        "days": use.days,
        "asked": number(use.now.asked),
        "referred": number(use.now.referred),
        "refused": number(use.now.refused),
        "was_referred": number(use.before.referred),
        "was_refused": number(use.before.refused),
    }
    names = (
        _("Asked"),
        pgettext("screening", "Referred"),
        pgettext("screening", "Refused"),
        _("For want of a fact"),
    )
    before, now = ((one.asked, one.referred, one.refused, one.unknown) for one in (use.before, use.now))
    lines = [Line(list(row)) for row in zip(names, before, now, strict=True)]
    heads = [Head(_("Figure"), TEXT), Head(_("Days before"), NUMBER), Head(_("Last days"), NUMBER)]
    return Told([sentence], (), [Sheet("rule", _("What did the rule say?"), heads, lines)])


def tell_event(event: OperationalEvent) -> Told:
    """Say what an operational-risk event cost and where it stands; what happened stays on its own page."""
    sentence = _(
        "The event %(number)s (%(kind)s) happened on %(day)s and was found on %(found)s; it cost %(loss)s, of which"
        " %(back)s came back."
    ) % {
        "number": event.number,
        "kind": event.get_category_display(),
        "day": event.happened_on.isoformat(),
        "found": event.found_on.isoformat(),
        "loss": yuan(event.loss_fen),
        "back": yuan(event.recovered_fen),
    }
    return Told([sentence, _("It is now: %(state)s.") % {"state": event.get_status_display()}])
