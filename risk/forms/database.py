"""The forms of the risk database: search, notes, watches."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts import clock
from accounts.forms.fields import DayInput
from accounts.models import User
from accounts.rules import rule_value
from accounts.web.forms import RefusableForm, offer_choices
from risk.database.queries import keepers
from risk.models import RiskWatch
from risk.models.risk_watch import ReviewFound
from risk.services.place_watch import WatchTerms

LINES = {"rows": 3}


def next_review() -> dt.date:
    """Return the last day on which a review of today may be looked at again."""
    return clock.today() + dt.timedelta(days=rule_value("risk.watch")["longest_review_days"])


class IdentifierForm(forms.Form):
    """A whole identifier; it is posted, so that it stands in no address and no log."""

    q = forms.CharField(
        label=gettext_lazy("Find"),
        max_length=120,
        widget=forms.TextInput(
            {"autocomplete": "off", "spellcheck": "false", "type": "search", "data-search": ""}
        ),
        help_text=gettext_lazy(
            "Whole: identity number, mobile number, bank card, e-mail address, credit code or name of a company, a"
            " name, a space and the birthday 1990-01-01, a home address, or the number of a customer, dealer,"
            " application, loan, case or order."
        ),
    )


class FileNoteForm(RefusableForm):
    words = forms.CharField(
        label=pgettext_lazy("on a tracking file", "Note"),
        max_length=1000,
        widget=forms.Textarea(LINES),
        help_text=gettext_lazy("No identity, card or mobile number: everybody who opens the file reads it."),
    )


class StrikeNoteForm(RefusableForm):
    reason = forms.CharField(label=gettext_lazy("Why it is struck out"), max_length=200)


class WatchForm(RefusableForm):
    """A watch on somebody whose file is open."""

    about = forms.ChoiceField(label=gettext_lazy("On"))
    trigger = forms.ChoiceField(label=gettext_lazy("Trigger"), choices=RiskWatch.Trigger.choices)
    words = forms.CharField(label=gettext_lazy("Why"), max_length=1000, widget=forms.Textarea(LINES))
    owner = forms.ChoiceField(label=gettext_lazy("Owner"))
    review_on = forms.DateField(label=gettext_lazy("Review on"), widget=DayInput())
    exit_rule = forms.ChoiceField(
        label=gettext_lazy("Ends when"),
        choices=RiskWatch.ExitRule.choices,
        help_text=gettext_lazy(
            "Asked every night; nothing ends while something is overdue, and a person confirms."
        ),
    )
    exit_count = forms.IntegerField(
        label=gettext_lazy("How many in a row"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=gettext_lazy("With instalments or reviews."),
    )
    exit_on = forms.DateField(
        label=gettext_lazy("Until which day"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("With a day that has to pass."),
    )

    def __init__(
        self, *args: Any, about: list[tuple[str, str]], is_of_dealer: bool, actor: User, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"owner": actor.number, "review_on": next_review()})
        super().__init__(*args, **kwargs)
        offer_choices(self, "about", about)
        offer_choices(self, "owner", _owners())
        if is_of_dealer:
            rules = [
                (code, name) for code, name in RiskWatch.ExitRule.choices if code in RiskWatch.OF_DEALERS
            ]
            offer_choices(self, "exit_rule", rules)

    @property
    def terms(self) -> WatchTerms:
        names = ("trigger", "words", "review_on", "exit_rule", "exit_count", "exit_on")
        return WatchTerms(**{name: self.cleaned_data[name] for name in names})


class WatchReviewForm(RefusableForm):
    found = forms.ChoiceField(
        label=gettext_lazy("What was found"), choices=ReviewFound.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(label=gettext_lazy("In words"), max_length=1000, widget=forms.Textarea(LINES))
    review_on = forms.DateField(
        label=pgettext_lazy("watch of risk", "Look again on"), widget=DayInput(), initial=next_review
    )


class WatchEndingForm(RefusableForm):
    words = forms.CharField(label=gettext_lazy("Why it ends"), max_length=1000, widget=forms.Textarea(LINES))


class HandOverForm(RefusableForm):
    owner = forms.ChoiceField(label=gettext_lazy("New owner"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "owner", _owners())

    def clean_owner(self) -> User:
        return named_keeper(self.cleaned_data["owner"])


def named_keeper(number: str) -> User:
    """Return the colleague of a number who may own a watch."""
    found = keepers().filter(number=number).first()
    if found is None:
        raise forms.ValidationError(_("This colleague does not keep the risk database."))
    return found


def _owners() -> list[tuple[str, str]]:
    return [(one.number, f"{one.name} · {one.number}") for one in keepers()]
