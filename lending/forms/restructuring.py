"""Asking for help in hardship, planning it, and deciding on the offer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PictureField
from accounts.web.forms import KeyedForm, RefusableForm
from lending.forms.fields import PercentField
from lending.models.restructure import Hardship


class HardshipForm(RefusableForm):
    hardship = forms.ChoiceField(label=_("What happened?"), choices=Hardship.choices)
    words = forms.CharField(
        label=_("In your own words"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What has changed, and what could you pay each month?"),
    )
    paper = PictureField(label=_("A paper that shows it"), required=False)


class PlanForm(RefusableForm):
    """A plan within the mandate or by vote; looked at first, then proposed with a reason."""

    extra_periods = forms.IntegerField(label=_("Instalments more"), min_value=0, max_value=60)
    holiday_periods = forms.IntegerField(
        label=_("Of the next ones, with interest only"), min_value=0, max_value=60, initial=0
    )
    lowered_rate_ppm = PercentField(
        label=_("A lower rate a year"),
        required=False,
        help_text=_(
            "Empty: the rate stays. It holds from the day the borrower accepts; what was earned before is paid at the "
            "rate until then. No mandate reaches to the rate, so it takes the lenders' vote."
        ),
    )
    by_vote = forms.BooleanField(
        label=_("Beyond the mandate: the lenders vote on it"),
        required=False,
        help_text=_("Only where the mandate does not reach; without a majority it is refused."),
    )
    reason = forms.CharField(
        label=_("Why this plan carries"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed to ask for approval."),
    )


class DeclineForm(RefusableForm):
    reason = forms.CharField(
        label=_("Why not, for the borrower to read"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class AcceptRestructureForm(KeyedForm):
    """`shown_hash` binds what the borrower saw."""

    shown_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)


class VoteForm(RefusableForm):
    answer = forms.ChoiceField(
        label=_("May the borrower pay by this plan?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
