"""The forms on a dealer's case page in the office."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.dealers.policy import Limits, category_labels, ceilings, goods_categories
from accounts.forms.dealer_fields import WholeNumberField, WholeYuanField
from accounts.models import Dealer, DealerOpinion, DealerTerms
from accounts.web.forms import KeyedForm, RefusableForm

LINES = forms.Textarea({"rows": 3})
MOST_FEN, MOST_ORDERS = 100_000_000_00, 100_000


class CheckForm(RefusableForm):
    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    note = forms.CharField(label=_("What was seen"), min_length=2, max_length=500)


class ReasonForm(RefusableForm):
    """A reason that the dealer reads."""

    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=1000, widget=LINES)


class LimitsForm(KeyedForm):
    single = WholeYuanField(label=_("One order, at most"), most_fen=MOST_FEN, required=False)
    outstanding = WholeYuanField(label=_("Outstanding in all, at most"), most_fen=MOST_FEN, required=False)
    daily = WholeNumberField(label=_("Orders a day, at most"), most=MOST_ORDERS, required=False)

    def require_limits(self) -> None:
        """Say at each field that is empty that it is needed."""
        for name in ("single", "outstanding", "daily"):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(_("This is needed here."), code="required"))

    @property
    def limits(self) -> Limits:
        return Limits(
            self.cleaned_data["single"], self.cleaned_data["outstanding"], self.cleaned_data["daily"]
        )


class DealerOpinionForm(LimitsForm):
    recommendation = forms.ChoiceField(
        label=_("Recommendation"), choices=DealerOpinion.Recommendation.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Opinion"),
        min_length=4,
        max_length=4000,
        widget=LINES,
        help_text=_("What speaks for the dealer, what against it, and why these limits."),
    )
    field_order = ("recommendation", "text", "single", "outstanding", "daily")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["single"].help_text = _("Limits are needed with a recommendation to admit.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("recommendation") == DealerOpinion.Recommendation.ADMIT:
            self.require_limits()
        return cleaned

    @property
    def proposed(self) -> Limits | None:
        """The limits with a recommendation to admit, None with any other."""
        is_admit = self.cleaned_data["recommendation"] == DealerOpinion.Recommendation.ADMIT
        return self.limits if is_admit else None


class TermsForm(LimitsForm):
    """Limits, goods and a reason: for an admission or a change."""

    categories = forms.MultipleChoiceField(
        label=_("Goods"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of goods.")},
    )
    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=1000, widget=LINES)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.require_limits()
        return cleaned


def admission_form(dealer: Dealer, opinion: DealerOpinion | None, data: Any = None) -> TermsForm:
    """Return the request for admission, filled with what risk proposed and the dealer asked for."""
    initial = {"categories": dealer.wanted_categories, **_limits(opinion)}
    form = TermsForm(data, initial=initial)
    _offer(form, dict(zip(dealer.wanted_categories, category_labels(dealer.wanted_categories), strict=True)))
    return form


def change_form(terms: DealerTerms | None, data: Any = None) -> TermsForm:
    """Return the change of terms, filled with those in force."""
    initial = {"categories": terms.categories if terms is not None else [], **_limits(terms)}
    form = TermsForm(data, initial=initial)
    _offer(form, {one.code: one.label for one in goods_categories()})
    return form


def opinion_form(data: Any = None) -> DealerOpinionForm:
    """Return risk's form, which shows the ceilings."""
    form = DealerOpinionForm(data)
    most = ceilings()
    form.fields["single"].widget.attrs["placeholder"] = str(most.single_order_fen // 100)
    form.fields["outstanding"].widget.attrs["placeholder"] = str(most.outstanding_fen // 100)
    form.fields["daily"].widget.attrs["placeholder"] = str(most.daily_orders)
    return form


def _limits(source: DealerOpinion | DealerTerms | None) -> dict[str, Any]:
    if source is None:
        return {}
    return {
        "single": source.single_order_fen,
        "outstanding": source.outstanding_fen,
        "daily": source.daily_orders,
    }


def _offer(form: TermsForm, choices: dict[str, str]) -> None:
    field: Any = form.fields["categories"]
    field.choices = list(choices.items())
