"""Looking for listings, and bidding."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.web.formats import yuan
from accounts.web.forms import KeyedForm, offer_choices
from accounts.web.widgets import MoneyInput
from finance.forms.fields import YuanField
from lending.models import Application, Grade, Listing
from lending.models.product import ProductLine

TERMS = (
    ("", _("Any term")),
    ("3", _("Up to 3 months")),
    ("6", _("4 to 6 months")),
    ("12", _("7 to 12 months")),
    ("24", _("More than 12 months")),
)


RATES = (
    ("", _("Any rate")),
    ("60000", _("6% a year or more")),
    ("70000", _("7% a year or more")),
    ("80000", _("8% a year or more")),
)
SORTS = (
    ("", _("Newest first")),
    ("rate", _("Highest interest first")),
    ("term", _("Shortest first")),
    ("closing", _("Closing soonest first")),
    ("amount", _("Smallest loan first")),
)


class MarketFilterForm(forms.Form):
    grade = forms.ChoiceField(
        label=_("Grade"), required=False, choices=[("", _("Any grade")), *Grade.choices]
    )
    term = forms.ChoiceField(label=_("Term"), required=False, choices=TERMS)
    purpose = forms.ChoiceField(
        label=_("Purpose"), required=False, choices=[("", _("Any purpose")), *Application.Purpose.choices]
    )
    line = forms.ChoiceField(
        label=_("Kind of loan"), required=False, choices=[("", _("Any kind")), *ProductLine.choices]
    )
    dealer = forms.ChoiceField(label=_("Dealer"), required=False)
    least = forms.ChoiceField(label=_("Interest"), required=False, choices=RATES)
    sort = forms.ChoiceField(label=_("Sort by"), required=False, choices=SORTS)

    def __init__(self, *args: Any, dealers: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "dealer", [("", _("Any dealer, or none")), *dealers])


class BidForm(KeyedForm):
    amount = YuanField(label=_("Amount"), widget=MoneyInput)
    notice = forms.CharField(widget=forms.HiddenInput, max_length=400)
    terms = forms.CharField(widget=forms.HiddenInput, max_length=64)
    risk = forms.BooleanField(
        label=_("I have read the risk notice: I may be paid late, or lose part or all of this money."),
        required=True,
    )
    field_order = ("amount", "risk")

    def __init__(self, data: Any = None, *, listing: Listing, **options: Any) -> None:
        super().__init__(data, **options)
        version, amount = listing.product_version, self.fields["amount"]
        amount.min_fen, amount.step_fen = version.bid_min_fen, version.bid_step_fen
        amount.help_text = _("In steps of %(step)s; %(left)s is left.") % {
            "step": yuan(version.bid_step_fen),
            "left": yuan(listing.remaining_fen),
        }
