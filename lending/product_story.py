"""How a product, its figures and the next version's differences are told."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.errors import Refused
from accounts.models import Approval
from accounts.queries import events_matching
from accounts.web.formats import points, points_up, rate, rate_up, yuan
from accounts.web.parts import Fact, Moment
from accounts.web.shown import event_moments
from lending.domain.terms import TermsError
from lending.forms.product import ProductForm
from lending.labels import METHOD_LABELS, method_label, periods_label
from lending.models import Application, ProductProposal, ProductVersion
from lending.models.application_paper import PaperKind
from lending.models.product import ProductLine
from lending.product_draft import ProductDraft, draft_from, draft_of
from lending.queries.product_figures import Corner, ProductFigures, product_figures
from lending.queries.products import current_version
from lending.services.publish_product import version_of

LABELS: dict[str, Promise] = {
    "line": gettext_lazy("Line"),
    "name_zh": gettext_lazy("Name, Chinese"),
    "name_en": gettext_lazy("Name, English"),
    "summary_zh": gettext_lazy("In one sentence, Chinese"),
    "summary_en": gettext_lazy("In one sentence, English"),
    "amount_min_fen": gettext_lazy("Smallest loan"),
    "amount_max_fen": gettext_lazy("Largest loan"),
    "amount_step_fen": gettext_lazy("Amounts go in steps of"),
    "bid_step_fen": gettext_lazy("Smallest bid and its step"),
    "term_choices": gettext_lazy("Terms in months"),
    "term_premiums_ppm": gettext_lazy("On top by term"),
    "methods": gettext_lazy("Ways of repayment"),
    "rates_ppm": gettext_lazy("Rates by grade"),
    "monthly_fee_ppm": gettext_lazy("Service fee a month"),
    "day_count": gettext_lazy("Day count"),
    "early_fee_ppm": gettext_lazy("Early-settlement fee"),
    "overdue_rate_ppm": gettext_lazy("Overdue rate a year"),
    "overdue_most_ppm": gettext_lazy("Overdue interest at most, of the late principal"),
    "grace_days": gettext_lazy("Days of grace"),
    "cooling_days": gettext_lazy("Days to return the money, besides the legal ones"),
    "employments": gettext_lazy("Only for"),
    "is_for_known_only": gettext_lazy("Only for borrowers who have repaid a loan here"),
    "papers_needed": gettext_lazy("Papers needed"),
    "age_min": gettext_lazy("Youngest borrower"),
    "age_max_at_end": gettext_lazy("Oldest at the end"),
    "funding_days": gettext_lazy("Working days to fund"),
    "disburse_days": gettext_lazy("Working days to pay out"),
    "offer_days": gettext_lazy("Days an offer stands"),
    "purposes_excluded": gettext_lazy("Not for these purposes"),
    "down_payment_min_ppm": gettext_lazy("Goods: smallest down payment"),
    "delivery_days": gettext_lazy("Goods: working days to deliver"),
    "return_days": gettext_lazy("Goods: days for a return"),
    "merchant_fee_ppm": gettext_lazy("Goods: merchant fee"),
    "retention_ppm": gettext_lazy("Goods: retention"),
    "retention_periods": gettext_lazy("Goods: instalments until it is released"),
    "is_interest_paid_by_dealer": gettext_lazy("Goods: the dealer pays the interest"),
}


@dataclass(frozen=True)
class Offer:
    """One product in the list."""

    version: ProductVersion
    figures: ProductFigures


@dataclass(frozen=True)
class Change:
    """One parameter that differs from the version in force."""

    label: Promise
    before: str
    after: str


def offer(version: ProductVersion, on: dt.date) -> Offer:
    """Return a product with its figures on a date."""
    return Offer(version, product_figures(version, on))


def figures_of_form(form: ProductForm) -> dict[str, Any]:
    """Return the figures of what stands in the form, or why there are none."""
    draft = form.draft
    if form.is_bound:
        if not form.is_valid():
            return {"figures": None, "why_not": _("Fill the form in and the figures appear here.")}
        draft = form.to_draft()
    if draft is None:
        return {"figures": None, "why_not": _("Fill the form in and the figures appear here.")}
    try:
        return {"figures": product_figures(version_of(draft), clock.today()), "why_not": ""}
    except TermsError as error:
        return {"figures": None, "why_not": str(error)}
    except Refused as refusal:
        return {"figures": None, "why_not": str(refusal.message)}


def version_facts(version: ProductVersion) -> list[Fact]:
    """Return every parameter of a version in words."""
    values = draft_of(version).values()
    return [Fact(label, shown(name, values[name])) for name, label in LABELS.items()]


def changes_of(row: ProductProposal) -> list[Change]:
    """Return what would change against the version in force; everything, where there is none."""
    current = current_version(row.code)
    before = draft_of(current).values() if current else None
    after = draft_from(row.values).values()
    return [
        Change(label, shown(name, before[name]) if before else "—", shown(name, after[name]))
        for name, label in LABELS.items()
        if before is None or before[name] != after[name]
    ]


def describe_approval(approval: Approval) -> list[Fact]:
    """Tell a checker what would be published: what changes, and the dearest and cheapest way beside the cap."""
    row = ProductProposal.objects.get(number=approval.payload["proposal"])
    draft = draft_from(approval.payload["values"])
    facts = [Fact(_("Product"), f"{draft.name_zh} / {draft.name_en} ({draft.code})")]
    facts += [
        Fact(change.label, change.after, _("before: %(value)s") % {"value": change.before})
        for change in changes_of(row)
    ]
    return [*facts, *_corners(draft)]


def _corners(draft: ProductDraft) -> list[Fact]:
    try:
        figures = product_figures(version_of(draft), clock.today())
    except (TermsError, Refused):
        return []
    return [
        _corner_fact(_("Dearest annual rate, all in"), figures.dearest, figures.cap_ppm),
        _corner_fact(_("Cheapest annual rate, all in"), figures.cheapest, figures.cap_ppm),
    ]


def _corner_fact(label: str, corner: Corner, cap_ppm: int) -> Fact:
    """Return what one way to borrow costs, which way it is, and how far it lies from the cap."""
    room_ppm, cap = cap_ppm - corner.all_in_ppm, rate(cap_ppm)
    if room_ppm < 0:
        far = _("%(over)s points over the legal limit of %(cap)s") % {
            "over": points_up(-room_ppm),
            "cap": cap,
        }
    else:
        far = _("%(room)s points below the legal limit of %(cap)s") % {"room": points(room_ppm), "cap": cap}
    way = _("grade %(grade)s, %(term)s, %(method)s, %(amount)s") % {
        "grade": corner.grade,
        "term": periods_label(corner.periods),
        "method": method_label(corner.method),
        "amount": yuan(corner.amount_fen),
    }
    return Fact(label, rate_up(corner.all_in_ppm), f"{far} · {way}", is_figure=True, is_total=True)


def moments_of(row: ProductProposal) -> list[Moment]:
    """Return what happened to a draft."""
    return event_moments(events_matching(kind="product_proposal", subject=row.number))


def shown(name: str, value: Any) -> str:
    """Return a parameter's value as people read it."""
    if name.endswith(("_en", "_zh")):
        # Both languages are read side by side: each says which it is.
        return format_html('<span lang="{}">{}</span>', "en" if name.endswith("_en") else "zh-Hans", value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name.endswith("_fen"):
        return yuan(value)
    if name == "overdue_most_ppm":
        return rate(value) if value else _("no limit but the legal one")
    if name.endswith("_ppm"):
        if isinstance(value, dict):
            return " · ".join(f"{key}: {rate(ppm)}" for key, ppm in value.items()) or "—"
        return rate(value)
    if name == "methods":
        return ", ".join(str(METHOD_LABELS[method]) for method in value)
    if name == "employments":
        kinds = dict(Application.Employment.choices)
        return ", ".join(str(kinds[kind]) for kind in value) or _("every kind of employment")
    if name == "papers_needed":
        return ", ".join(str(PaperKind(kind).label) for kind in value) or "—"
    if name == "purposes_excluded":
        labels = dict(Application.Purpose.choices)
        return ", ".join(str(labels[purpose]) for purpose in value) or "—"
    if name == "line":
        return str(ProductLine(value).label)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)
