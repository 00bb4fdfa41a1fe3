"""Looking for claims on offer, offering one, and buying."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.web.forms import KeyedForm, RefusableForm
from accounts.web.widgets import MoneyInput
from finance.forms.fields import YuanField
from lending.forms.fields import PercentField
from lending.forms.market import TERMS
from lending.models import Grade

SORTS = (
    ("", _("Newest first")),
    ("rate", _("Highest yield first")),
    ("price", _("Lowest price first")),
    ("term", _("Shortest time left first")),
)
PRICES = (("", _("Any price")), ("below", _("Below par")), ("above", _("At par or above")))


class ClaimFilterForm(forms.Form):
    grade = forms.ChoiceField(
        label=_("Grade"), required=False, choices=[("", _("Any grade")), *Grade.choices]
    )
    term = forms.ChoiceField(label=_("Time left"), required=False, choices=TERMS)
    price = forms.ChoiceField(label=_("Asking price"), required=False, choices=PRICES)
    sort = forms.ChoiceField(label=_("Sort by"), required=False, choices=SORTS)


class SellForm(RefusableForm):
    amount = YuanField(label=_("Principal to sell"), widget=MoneyInput)
    price = PercentField(
        label=_("Price, in percent of the principal"),
        max_ppm=2_000_000,
        help_text=_("100 is par: as much as the principal. Less is a discount, more a premium."),
    )


class ConfirmedSellForm(KeyedForm):
    """The same once more, after the figures were shown."""

    amount = YuanField(widget=forms.HiddenInput)
    price = PercentField(max_ppm=2_000_000, widget=forms.HiddenInput)
    agrees = forms.BooleanField(
        label=_(
            "I sell this claim with all its rights to whoever accepts this offer. What is sold cannot be taken back."
        ),
        required=True,
    )


class PartForm(RefusableForm):
    amount = YuanField(label=_("Principal to buy"), widget=MoneyInput)


class BuyForm(KeyedForm):
    """`shown_fen` is what the buyer saw as the price of the day; the service refuses when it is another."""

    amount = YuanField(widget=forms.HiddenInput)
    shown_fen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    notice = forms.CharField(widget=forms.HiddenInput, max_length=400)
    risk = forms.BooleanField(
        label=_("I have read the risk notice: I may be paid late, or lose part or all of this money."),
        required=True,
    )
    mandate = forms.BooleanField(
        label=_("I take the claim over with the mandate its lender signed for extensions and settlements."),
        required=True,
    )
    field_order = ("risk", "mandate")
