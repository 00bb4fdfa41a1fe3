"""The forms of work on the lists: appeals, imports, exports."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User, WatchEntry
from accounts.web.forms import RefusableForm

LINES = {"rows": 4}


class ObjectionForm(RefusableForm):
    """What a customer says is wrong; whether a list says anything is not told."""

    words = forms.CharField(
        label=gettext_lazy("What is wrong about you?"),
        max_length=2000,
        widget=forms.Textarea(LINES),
        help_text=gettext_lazy("Say what happened, and what would show that you are right."),
    )


class TakeDownForm(RefusableForm):
    """An appeal that somebody told or wrote to a colleague."""

    customer = forms.CharField(
        label=gettext_lazy("Number of the customer"),
        max_length=24,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    entry = forms.CharField(
        label=gettext_lazy("Number of the entry"),
        max_length=24,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("One of the two is needed."),
    )
    words = forms.CharField(
        label=gettext_lazy("What they say"), max_length=2000, widget=forms.Textarea(LINES)
    )

    def clean_customer(self) -> User | None:
        number = self.cleaned_data["customer"].strip().upper()
        found = User.objects.filter(number=number, kind=User.Kind.CUSTOMER).first()
        if number and found is None:
            raise forms.ValidationError(_("No customer has this number."))
        return found

    def clean_entry(self) -> WatchEntry | None:
        number = self.cleaned_data["entry"].strip().upper()
        found = WatchEntry.objects.filter(number=number, status=WatchEntry.Status.IN_FORCE).first()
        if number and found is None:
            raise forms.ValidationError(_("No entry in force has this number."))
        return found


class TieForm(RefusableForm):
    entry = forms.CharField(
        label=gettext_lazy("Number of the entry"),
        max_length=24,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class DecideAppealForm(RefusableForm):
    is_accepted = forms.TypedChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[
            ("1", gettext_lazy("Accept: ask for the end of the entry")),
            ("0", gettext_lazy("Do not accept: nothing is wrong")),
        ],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=1000,
        widget=forms.Textarea(LINES),
        help_text=gettext_lazy("Stays in the house; the customer reads only that it was looked at."),
    )


class ListFileForm(RefusableForm):
    file = forms.FileField(label=gettext_lazy("CSV file"))
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=120,
        help_text=gettext_lazy("List, court, case: nothing personal, approvals show it."),
    )


class ExportForm(RefusableForm):
    severity = forms.ChoiceField(
        label=gettext_lazy("List"),
        required=False,
        choices=[
            ("", gettext_lazy("both lists")),
            ("stop", gettext_lazy("black list")),
            ("refer", gettext_lazy("grey list")),
        ],
    )
    is_full = forms.BooleanField(label=gettext_lazy("Values in full, without stars"), required=False)
    reason = forms.CharField(label=gettext_lazy("What it is for"), max_length=300)

    def __init__(self, *args: Any, may_unmask: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_unmask:
            del self.fields["is_full"]


class FileExportForm(RefusableForm):
    reason = forms.CharField(label=gettext_lazy("What it is for"), max_length=300)
