"""The lines in which conditions of an approval are written: the words, what they stop, and by when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refused
from accounts.forms.fields import DayInput
from accounts.web.forms import RefusableForm
from lending.models.condition import ConditionKind
from lending.services.set_condition import ConditionTerms

# So many conditions fit into a form.
PLACES = (1, 2, 3, 4)


class ConditionLines(RefusableForm):
    """A form with lines for conditions; a line without words asks nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in PLACES:
            self.fields[f"words_{place}"] = forms.CharField(
                label=_("Condition"), max_length=300, required=False
            )
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label=_("Stops"), choices=ConditionKind.choices, required=False
            )
            self.fields[f"due_{place}"] = forms.DateField(
                label=_("Due by"), required=False, widget=DayInput()
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for place in PLACES:
            kind = cleaned.get(f"kind_{place}") or ConditionKind.PRECEDENT
            needs_day = cleaned.get(f"words_{place}") and kind != ConditionKind.PRECEDENT
            # A day that was misread has its own error.
            if needs_day and not cleaned.get(f"due_{place}") and f"due_{place}" not in self.errors:
                self.add_error(f"due_{place}", _("Say by when."))
        return cleaned

    def add_refusal(self, refusal: Refused) -> None:
        """Show a refusal of the conditions at the first line."""
        if refusal.field == "conditions":
            self.add_error(f"words_{PLACES[0]}", str(refusal.message))
        else:
            super().add_refusal(refusal)

    @property
    def condition_rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The lines, for the page."""
        return [(self[f"words_{place}"], self[f"kind_{place}"], self[f"due_{place}"]) for place in PLACES]

    @property
    def has_condition_errors(self) -> bool:
        """Tell whether something in the lines is to be mended."""
        return any(f"{name}_{place}" in self.errors for name in ("words", "kind", "due") for place in PLACES)

    def conditions_in(self, cleaned: dict[str, Any]) -> tuple[ConditionTerms, ...]:
        """Return what the lines ask for."""
        return tuple(
            ConditionTerms(
                cleaned[f"words_{place}"],
                cleaned.get(f"kind_{place}") or ConditionKind.PRECEDENT.value,
                cleaned.get(f"due_{place}"),
            )
            for place in PLACES
            if cleaned.get(f"words_{place}")
        )
