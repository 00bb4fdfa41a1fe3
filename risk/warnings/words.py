"""How subjects, rules and evidence of early warning are named on pages."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.language import in_language
from accounts.models import User
from accounts.web.formats import number, percent, yuan
from accounts.web.object_pages import object_url
from accounts.web.parts import Fact
from risk.models import SignalHit, SignalRule, WarningNotice
from risk.warnings.catalogue import YUAN
from risk.warnings.kinds import NUMBER, SHARE, fact_words, signal_kind

SHOWN = {YUAN: yuan, NUMBER: number, SHARE: percent}
TONES = {"yellow": "quiet", "orange": "attention", "red": "danger", "watch": "quiet", "act": "attention"}
ICONS = {
    "yellow": "triangle-alert",
    "orange": "triangle-alert",
    "red": "octagon-x",
    "watch": "eye",
    "act": "flag",
}


def rule_name(rule: SignalRule) -> str:
    """Return what a rule is called in the reader's language."""
    return in_language(rule.name_en, rule.name_zh)


def condition_words(rule: SignalRule) -> str:
    """Return what a rule asks, in words; its code where the kind is gone."""
    kind = signal_kind(rule.kind)
    return kind.says(rule.parameters) if kind is not None else rule.kind


def subject_words(row: Any) -> str:
    """Return whom a signal or notice is about: the number, and the masked name or the company."""
    if row.dealer is not None:
        organisation = row.dealer.organisation
        return f"{row.dealer.number} · {organisation.legal_name}" if organisation else row.dealer.number
    if row.loan is not None:
        person = row.loan.borrower.person
        return f"{row.loan.number} · {person.masked_name}" if person else row.loan.number
    person = row.borrower.person
    return f"{row.borrower.number} · {person.masked_name}" if person else row.borrower.number


def subject_url(row: Any, viewer: Any) -> str:
    """Return the subject's own page for this viewer, empty where it is not theirs to open."""
    if row.dealer is not None:
        return object_url(viewer, "dealer", row.dealer.number)
    if row.loan is not None:
        return object_url(viewer, "loan", row.loan.number)
    return object_url(viewer, "user", row.borrower.number)


@dataclass(frozen=True)
class EvidenceRow:
    """One row behind a hit: what, when, where it is opened."""

    words: str
    on: dt.date
    about_on: dt.date | None
    number: str
    url: str
    amount: str


@dataclass(frozen=True)
class ShownHit:
    """A hit with its version, figures and the rows behind it."""

    on: dt.date
    version: int
    condition: str
    facts: list[Fact]
    rows: list[EvidenceRow]


def shown_hit(hit: SignalHit, viewer: User) -> ShownHit:
    """Return a hit as its page tells it."""
    kind = signal_kind(hit.rule.kind)
    named = kind.figures if kind is not None else {}
    facts = [
        Fact(label, SHOWN[unit](hit.figures[name]), is_figure=True)
        for name, (label, unit) in named.items()
        if name in hit.figures
    ]
    return ShownHit(
        hit.on,
        hit.rule.version,
        condition_words(hit.rule),
        facts,
        [_evidence(one, viewer) for one in hit.rows],
    )


def _evidence(row: dict[str, Any], viewer: User) -> EvidenceRow:
    about = row.get("about_on")
    return EvidenceRow(
        fact_words(row["fact"]),
        dt.date.fromisoformat(row["on"]),
        dt.date.fromisoformat(about) if about else None,
        row["number"],
        object_url(viewer, row["type"], row["number"]),
        yuan(row["fen"]) if row.get("fen") is not None else "",
    )


def days_left_words(notice: WarningNotice, today: dt.date) -> str:
    """Return by when the owner answers, and how far that is."""
    day = date_format(notice.due_on)
    if notice.status != WarningNotice.Status.OPEN:
        return day
    days = (notice.due_on - today).days
    if not days:
        return _("%(day)s, today") % {"day": day}
    if days < 0:
        late = ngettext("%(day)s, %(days)d day ago", "%(day)s, %(days)d days ago", -days)
        return late % {"day": day, "days": -days}
    ahead = ngettext("%(day)s, in %(days)d day", "%(day)s, in %(days)d days", days)
    return ahead % {"day": day, "days": days}
