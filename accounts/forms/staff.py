"""What is asked on the pages about colleagues."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Department

STATES = (("", _("all")), ("works", _("works here")), ("left", _("left")))


class DirectoryForm(forms.Form):
    """What the directory is filtered by; what cannot be read filters nothing."""

    q = forms.CharField(
        label=_("Name or number"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"data-search": "", "autocomplete": "off"}),
    )
    department = forms.ChoiceField(label=_("Department"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = [(row.code, row.name) for row in Department.objects.order_by("rank")]
        self.fields["department"].choices = [("", _("all")), *departments]  # type: ignore[attr-defined]

    def value(self, name: str) -> str:
        """Return what was asked for in a field, nothing for what is no choice."""
        self.full_clean()
        return str(self.cleaned_data.get(name, ""))
