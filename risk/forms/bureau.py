"""The forms about the credit bureau."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayInput
from accounts.web.forms import KeyedForm, RefusableForm
from finance.forms.fields import YuanField
from risk.models import BureauRecord, FiveClass
from risk.services.answer_bureau_dispute import RightRecord


class FileForm(RefusableForm):
    as_of_on = forms.DateField(
        label=_("Accounts as of"), widget=DayInput(), help_text=_("The last day of a month.")
    )
    reason = forms.CharField(
        label=_("What the new version corrects"),
        max_length=300,
        required=False,
        help_text=_("Only where the month was sent before."),
    )


class DisputeForm(KeyedForm):
    words = forms.CharField(
        label=_("What is wrong?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say what the record should say, and how you know."),
    )


class AnswerDisputeForm(RefusableForm):
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[("kept", _("The record stays")), ("corrected", _("The record is put right"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer to the customer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    state = forms.ChoiceField(
        label=_("Put right: state of the account"), choices=BureauRecord.State.choices, required=False
    )
    days_past_due = forms.IntegerField(label=_("Put right: days past due"), min_value=0, required=False)
    overdue_fen = YuanField(label=_("Put right: overdue principal"), min_fen=0, required=False)
    five_class = forms.ChoiceField(label=_("Put right: class"), choices=FiveClass.choices, required=False)

    @property
    def right(self) -> RightRecord | None:
        """What the record should have said; None where it stays."""
        values: dict[str, Any] = self.cleaned_data
        if values["outcome"] == "kept":
            return None
        return RightRecord(
            values["state"], values["days_past_due"] or 0, values["overdue_fen"] or 0, values["five_class"]
        )
