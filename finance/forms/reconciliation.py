"""Taking a statement in, and looking after breaks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import DayInput
from accounts.models import User
from accounts.web.forms import RefusableForm, offer_choices
from finance.domain.statement_file import MAX_BYTES
from finance.models import ReconciliationBreak
from finance.queries.reconciliation import reconcilers


class StatementForm(RefusableForm):
    """A file of the bank."""

    file = forms.FileField(
        label=gettext_lazy("Statement of the bank, CSV"),
        help_text=gettext_lazy("Taken in whole or not at all. A file with a fault goes into quarantine."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> bytes:
        """Read the bytes; a file that is too large says so here, because only its beginning was kept."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is too large."))
        return bytes(file.read())


class AssignBreakForm(RefusableForm):
    owner = forms.ChoiceField(label=gettext_lazy("Who looks after it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {user.number: user for user in reconcilers()}
        offer_choices(self, "owner", [(number, user.name) for number, user in self.people.items()])

    def clean_owner(self) -> User:
        return self.people[self.cleaned_data["owner"]]


class ResolveBreakForm(RefusableForm):
    """How a break ended, and how one knows."""

    resolution = forms.ChoiceField(
        label=gettext_lazy("How it ended"), choices=ReconciliationBreak.Resolution.choices
    )
    entry_number = forms.CharField(
        label=gettext_lazy("Journal number"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Where an entry was posted or reversed: JE…, as in the journal."),
    )
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What was seen, where, and by whom. It stays with the break."),
    )

    def clean_entry_number(self) -> str:
        return str(self.cleaned_data["entry_number"]).strip().upper()


class StatementMakingForm(RefusableForm):
    """A statement of the sandbox bank, right or with an error planted in it."""

    ERRORS = [
        ("", gettext_lazy("None: the true statement")),
        ("missing", gettext_lazy("A line is missing")),
        ("doubled", gettext_lazy("A line stands there twice")),
        ("one_fen", gettext_lazy("A line is one fen off")),
        ("wrong_day", gettext_lazy("A line is on the wrong day")),
        ("unknown", gettext_lazy("A receipt nobody knows")),
        ("balance", gettext_lazy("The balances are one fen too high")),
    ]

    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())
    error = forms.ChoiceField(label=gettext_lazy("Error"), choices=ERRORS, required=False)
