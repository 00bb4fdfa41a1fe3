"""The forms of collection: a call, how it went, other contacts, letters, settlements, hand-over, hours, complaints."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayInput
from accounts.models import User
from accounts.web.forms import KeyedForm, RefusableForm, offer_choices
from finance.forms.fields import YuanField
from risk.collections.words import SAID
from risk.models import CollectionPaper
from risk.models.collection import Channel, NextAction, Purpose, Reached
from risk.services.end_call import Told

WHOM = [one for one in Reached.choices if one[0] != Reached.SENT]
LETTERS = [one for one in CollectionPaper.Kind.choices if one[0] in CollectionPaper.LETTERS]


class BeginCallForm(RefusableForm):
    purpose = forms.ChoiceField(label=_("Purpose of the contact"), choices=Purpose.choices)


class ToldForm(RefusableForm):
    """How a contact went: whom it reached, what was said, what was promised, what comes next."""

    reached = forms.ChoiceField(label=_("Who was reached"), choices=WHOM, widget=forms.RadioSelect)
    said = forms.MultipleChoiceField(
        label=_("What the debtor said"),
        choices=list(SAID.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The customer can ask for a copy of this."),
    )
    promised_fen = YuanField(label=_("Promised to pay"), required=False)
    promised_on = forms.DateField(label=_("Promised for"), required=False, widget=DayInput())
    next_action = forms.ChoiceField(label=_("Next step"), choices=NextAction.choices)
    next_action_on = forms.DateField(
        label=_("Day of the next step"),
        required=False,
        widget=DayInput(),
        help_text=_("With a promise it is the day after it."),
    )

    @property
    def told(self) -> Told:
        cleaned = self.cleaned_data
        return Told(
            reached=cleaned["reached"],
            said=cleaned["said"],
            note=cleaned["note"],
            promised_fen=cleaned["promised_fen"],
            promised_on=cleaned["promised_on"],
            next_action=cleaned["next_action"],
            next_action_on=cleaned["next_action_on"],
        )


class ContactForm(ToldForm, KeyedForm):
    """A visit or an SMS, written down by hand."""

    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=[one for one in Channel.choices if one[0] in ("visit", "sms")],
    )
    purpose = forms.ChoiceField(label=_("Purpose of the contact"), choices=Purpose.choices)
    field_order = ("channel", "purpose", "reached", "said")


class LetterForm(KeyedForm):
    kind = forms.ChoiceField(label=_("Letter"), choices=LETTERS)


class SettlementForm(RefusableForm):
    principal_fen = YuanField(label=_("Principal to let off"), required=False, min_fen=0)
    interest_fen = YuanField(label=_("Interest to let off"), required=False, min_fen=0)
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class HandOverForm(RefusableForm):
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class ReassignForm(RefusableForm):
    to = forms.ChoiceField(label=_("To whom"))
    reason = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, *args: Any, officers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._officers = {one.number: one for one in officers}
        offer_choices(self, "to", ((one.number, f"{one.name} · {one.number}") for one in officers))

    @property
    def officer(self) -> User:
        return self._officers[self.cleaned_data["to"]]


class HoursForm(RefusableForm):
    from_at = forms.TimeField(label=_("Earliest time"), widget=forms.TimeInput(attrs={"type": "time"}))
    until_at = forms.TimeField(label=_("Latest time"), widget=forms.TimeInput(attrs={"type": "time"}))

    @property
    def minutes(self) -> tuple[int, int]:
        """Return both times as minutes of the day."""
        return _minute(self.cleaned_data["from_at"]), _minute(self.cleaned_data["until_at"])


class ComplaintForm(RefusableForm):
    words = forms.CharField(
        label=_("Your complaint"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


def _minute(at: dt.time) -> int:
    return at.hour * 60 + at.minute
