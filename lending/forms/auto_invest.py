"""What a rule of automatic investing looks for, and the word of its investor."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayInput
from accounts.web.forms import KeyedForm, RefusableForm, offer_choices
from finance.forms.fields import YuanField
from lending.domain.auto_invest import Wishes
from lending.forms.fields import PercentField
from lending.models import Grade, Product
from lending.queries.dealers import dealer_choices

LONGEST_MONTHS = 60


class AutoRuleForm(RefusableForm):
    """The scope of a rule; `wishes()` gives it to the arithmetic."""

    grades = forms.MultipleChoiceField(
        label=_("Grades"), choices=Grade.choices, widget=forms.CheckboxSelectMultiple
    )
    lines = forms.MultipleChoiceField(
        label=_("Kinds of loan"), choices=Product.Line.choices, widget=forms.CheckboxSelectMultiple
    )
    periods_min = forms.IntegerField(
        label=_("Shortest term in months"), min_value=1, max_value=LONGEST_MONTHS, initial=1
    )
    periods_max = forms.IntegerField(
        label=_("Longest term in months"), min_value=1, max_value=LONGEST_MONTHS, initial=12
    )
    rate_min = PercentField(label=_("Lowest rate a year"), help_text=_("Interest before any loss."))
    per_loan = YuanField(label=_("At most on one loan"))
    per_borrower = YuanField(
        label=_("At most on one borrower"), help_text=_("Counts everything you have lent or bid there.")
    )
    dealers = forms.MultipleChoiceField(
        label=_("Dealers of the goods"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means every dealer. Loans in cash are not concerned."),
    )
    per_dealer = YuanField(
        label=_("At most on one dealer's goods"),
        required=False,
        help_text=_("Counts everything you have lent or bid there; empty sets no limit."),
    )
    keep = YuanField(
        label=_("Keep in the wallet"), min_fen=0, help_text=_("This much is never used for automatic bids.")
    )
    total = YuanField(label=_("At most by this rule in all"))
    expires_on = forms.DateField(label=_("Valid until"), widget=DayInput())

    def __init__(self, data: Any = None, *, today: dt.date, longest_days: int, **options: Any) -> None:
        super().__init__(data, **options)
        offer_choices(self, "dealers", dealer_choices())
        self._first, self._last = today + dt.timedelta(days=1), today + dt.timedelta(days=longest_days)
        self.fields["expires_on"].widget.attrs.update(
            {"min": self._first.isoformat(), "max": self._last.isoformat()}
        )

    def clean_expires_on(self) -> dt.date:
        chosen: dt.date = self.cleaned_data["expires_on"]
        if not self._first <= chosen <= self._last:
            raise forms.ValidationError(
                _("Choose a day from %(first)s to %(last)s."),
                code="outside",
                params={"first": self._first, "last": self._last},
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("periods_max", 0) < given.get("periods_min", 0):
            self.add_error("periods_max", _("The longest term is shorter than the shortest."))
        for name in ("per_borrower", "per_dealer", "total"):
            if given.get(name) and given[name] < given.get("per_loan", 0):
                self.add_error(name, _("This is less than the amount on one loan."))
        if Product.Line.GOODS not in given.get("lines", ()):
            given |= {"dealers": [], "per_dealer": None}
        return given

    def wishes(self) -> Wishes:
        """Return the cleaned scope."""
        given = self.cleaned_data
        return Wishes(
            grades=frozenset(given["grades"]),
            lines=frozenset(given["lines"]),
            periods_min=given["periods_min"],
            periods_max=given["periods_max"],
            rate_min_ppm=given["rate_min"],
            per_loan_fen=given["per_loan"],
            per_borrower_fen=given["per_borrower"],
            keep_fen=given["keep"],
            total_fen=given["total"],
            expires_on=given["expires_on"],
            dealers=frozenset(given["dealers"]),
            per_dealer_fen=given["per_dealer"] or 0,
        )


class AutoConsentForm(KeyedForm):
    """The authorisation of one scope: its hash and the notice's token come back with it."""

    shown_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    notice = forms.CharField(widget=forms.HiddenInput, max_length=400)
    risk = forms.BooleanField(
        label=_("I have read the risk notice: I may be paid late, or lose part or all of this money."),
    )
    agrees = forms.BooleanField(label=_("I authorise Fenqi to bid for me within these limits."))
    field_order = ("risk", "agrees")
