"""The editor of a product's next version."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import BorrowerProfile
from accounts.web.forms import RefusableForm
from accounts.web.widgets import PercentInput
from finance.forms.fields import YuanField
from lending.domain.terms import DayCount
from lending.forms.fields import PercentField
from lending.labels import METHOD_LABELS, periods_label
from lending.models import Application, Grade
from lending.models.application_paper import ASKABLE
from lending.models.product import ProductLine
from lending.product_draft import ProductDraft

TERMS = (1, 2, 3, 6, 9, 12, 18, 24, 36)
PLAIN_FIELDS = (
    *("code", "name_en", "name_zh", "summary_en", "summary_zh", "line"),
    *("amount_min_fen", "amount_max_fen", "amount_step_fen", "bid_step_fen"),
    *("methods", "purposes_excluded", "monthly_fee_ppm", "early_fee_ppm", "overdue_rate_ppm"),
    *("day_count", "employments", "is_for_known_only", "papers_needed"),
    *("grace_days", "age_min", "age_max_at_end", "funding_days", "disburse_days", "offer_days"),
)
# Left empty they are nothing: no limit of its own, no days besides the rule's.
OWN_FIELDS = ("overdue_most_ppm", "cooling_days")
# A cash product leaves these empty; then the draft's own values stay.
GOODS_FIELDS = (
    *("down_payment_min_ppm", "delivery_days", "return_days"),
    *("merchant_fee_ppm", "retention_ppm", "retention_periods", "is_interest_paid_by_dealer"),
)


class ProductForm(RefusableForm):
    """Every parameter of a version that people may set; what is left out keeps the value of the draft."""

    code = forms.SlugField(
        label=_("Product code"), max_length=40, help_text=_("Small letters; never changes.")
    )
    line = forms.ChoiceField(label=_("Line"), choices=ProductLine.choices)
    name_zh = forms.CharField(label=_("Name, Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name, English"), max_length=80)
    summary_zh = forms.CharField(label=_("In one sentence, Chinese"), max_length=300)
    summary_en = forms.CharField(label=_("In one sentence, English"), max_length=300)
    amount_min_fen = YuanField(label=_("Smallest loan"))
    amount_max_fen = YuanField(label=_("Largest loan"))
    amount_step_fen = YuanField(label=_("Amounts go in steps of"))
    bid_step_fen = YuanField(label=_("Smallest bid and its step"))
    methods = forms.MultipleChoiceField(
        label=_("Ways of repayment"),
        choices=list(METHOD_LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    monthly_fee_ppm = PercentField(
        label=_("Service fee a month"),
        max_ppm=50_000,
        help_text=_("Of the principal, due with each instalment."),
    )
    early_fee_ppm = PercentField(label=_("Early-settlement fee"), max_ppm=50_000)
    overdue_rate_ppm = PercentField(label=_("Overdue rate a year"))
    grace_days = forms.IntegerField(label=_("Days of grace"), min_value=0, max_value=30)
    day_count = forms.ChoiceField(
        label=_("Day count"),
        choices=[(one.value, one.value) for one in DayCount],
        help_text=_("How days become a share of the year."),
    )
    overdue_most_ppm = PercentField(
        label=_("Overdue interest at most"),
        max_ppm=1_000_000,
        required=False,
        help_text=_("Of the late instalment's principal; empty for no limit but the legal one."),
    )
    cooling_days = forms.IntegerField(
        label=_("Days to return the money"),
        min_value=0,
        max_value=30,
        required=False,
        help_text=_("Of a first loan, without interest; never fewer than the rule gives."),
    )
    employments = forms.MultipleChoiceField(
        label=_("Only for"),
        choices=BorrowerProfile.Employment.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: for every kind of employment."),
    )
    is_for_known_only = forms.BooleanField(
        label=_("Only for borrowers who have repaid a loan here"), required=False
    )
    papers_needed = forms.MultipleChoiceField(
        label=_("Papers needed"),
        choices=[(kind.value, kind.label) for kind in ASKABLE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("An application is not sent in without a picture of each. None ticked: none is needed."),
    )
    age_min = forms.IntegerField(label=_("Youngest borrower"), min_value=18, max_value=100)
    age_max_at_end = forms.IntegerField(label=_("Oldest at the end"), min_value=18, max_value=100)
    funding_days = forms.IntegerField(label=_("Working days to fund"), min_value=1, max_value=20)
    disburse_days = forms.IntegerField(label=_("Working days to pay out"), min_value=1, max_value=10)
    offer_days = forms.IntegerField(label=_("Days an offer stands"), min_value=1, max_value=60)
    down_payment_min_ppm = PercentField(
        label=_("Smallest down payment"), required=False, help_text=_("Of the price.")
    )
    delivery_days = forms.IntegerField(
        label=_("Working days to deliver"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=_("After the loan is full."),
    )
    return_days = forms.IntegerField(label=_("Days for a return"), min_value=0, max_value=90, required=False)
    merchant_fee_ppm = PercentField(
        label=_("Merchant fee"),
        max_ppm=200_000,
        required=False,
        help_text=_("Of the amount financed, paid by the dealer."),
    )
    retention_ppm = PercentField(
        label=_("Retention"),
        max_ppm=500_000,
        required=False,
        help_text=_("Of the amount financed, kept back from the dealer."),
    )
    retention_periods = forms.IntegerField(
        label=_("Instalments paid until it is released"), min_value=0, max_value=36, required=False
    )
    is_interest_paid_by_dealer = forms.BooleanField(
        label=_("The dealer pays the interest"),
        required=False,
        help_text=_(
            "Set aside at the delivery, paid to the lenders on each due date; the customer pays none."
        ),
    )
    purposes_excluded = forms.MultipleChoiceField(
        label=_("Not for these purposes"),
        choices=Application.Purpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, draft: ProductDraft | None, is_new: bool) -> None:
        self.draft = draft
        super().__init__(data, initial=_initial(draft) if draft else {})
        if not is_new:
            for name in ("code", "line"):
                self.fields[name].disabled = True
        for grade in Grade.values:
            self.fields[f"rate_{grade}"] = PercentField(
                label=_("Grade %(grade)s") % {"grade": grade}, required=False
            )
        for term in TERMS:
            words = periods_label(term)
            self.fields[f"offers_{term}"] = forms.BooleanField(
                label=words,
                required=False,
                widget=forms.CheckboxInput(
                    {"class": "form-check-input", "aria-label": _("Offered: %(term)s") % {"term": words}}
                ),
            )
            self.fields[f"premium_{term}"] = PercentField(
                label=words,
                max_ppm=100_000,
                required=False,
                widget=PercentInput(
                    {"class": "form-control", "aria-label": _("On top: %(term)s") % {"term": words}}
                ),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            if not any(cleaned[f"offers_{term}"] for term in TERMS):
                self.add_error(f"offers_{TERMS[0]}", _("Choose at least one term."))
            if not any(cleaned[f"rate_{grade}"] for grade in Grade.values):
                self.add_error(f"rate_{Grade.A}", _("Name the rate of at least one grade."))
        return cleaned

    @property
    def grade_fields(self) -> list[forms.BoundField]:
        return [self[f"rate_{grade}"] for grade in Grade.values]

    @property
    def term_rows(self) -> list[dict[str, Any]]:
        """The table of terms: whether it is offered, and what it costs on top."""
        return [
            {"term": term, "offers": self[f"offers_{term}"], "premium": self[f"premium_{term}"]}
            for term in TERMS
        ]

    def to_draft(self) -> ProductDraft:
        """Return what was entered, over what the draft held already."""
        values = self.cleaned_data
        offered = [term for term in TERMS if values[f"offers_{term}"]]
        premiums = {str(term): values[f"premium_{term}"] for term in offered if values[f"premium_{term}"]}
        rates = {grade: values[f"rate_{grade}"] for grade in Grade.values if values[f"rate_{grade}"]}
        kept = self.draft.values() if self.draft else {}
        return ProductDraft(
            **{
                **kept,
                **{name: values[name] for name in PLAIN_FIELDS},
                **{name: values[name] or 0 for name in OWN_FIELDS},
                **{name: values[name] for name in GOODS_FIELDS if values[name] is not None},
                "bid_min_fen": values["bid_step_fen"],
                "term_choices": offered,
                "term_premiums_ppm": premiums,
                "rates_ppm": rates,
            }
        )


def _initial(draft: ProductDraft) -> dict[str, Any]:
    values = draft.values()
    return {
        **{name: values[name] for name in (*PLAIN_FIELDS, *OWN_FIELDS, *GOODS_FIELDS)},
        **{f"rate_{grade}": rate_ppm for grade, rate_ppm in draft.rates_ppm.items()},
        **{f"offers_{term}": True for term in draft.term_choices},
        **{f"premium_{term}": premium_ppm for term, premium_ppm in draft.term_premiums_ppm.items()},
    }


class ProposeProductForm(RefusableForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What changes, and why."),
    )
