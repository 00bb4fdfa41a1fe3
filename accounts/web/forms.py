"""What every money form carries: the key that makes a second press harmless."""

import uuid
from collections.abc import Iterable
from typing import Any, cast

from django import forms

from accounts.errors import Refused


def mint_key() -> str:
    """Return a fresh idempotency key for a form about to be shown."""
    return uuid.uuid4().hex


def offer_choices(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Say what may be chosen in one of the form's fields, where that is known only now."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


class RefusableForm(forms.Form):
    """A form that can show a service's refusal."""

    def add_refusal(self, refusal: Refused) -> None:
        """Show a service's refusal at its field, that of a picture at the one file that was sent, or above the form."""
        field = refusal.field if refusal.field in self.fields else self._file_of(refusal)
        self.add_error(field, str(refusal.message))

    def _file_of(self, refusal: Refused) -> str | None:
        files = [name for name, field in self.fields.items() if isinstance(field, forms.FileField)]
        sent = [name for name in files if self.files.get(name)]
        found = sent or files
        return found[0] if refusal.code.startswith("picture_") and len(found) == 1 else None


class KeyedForm(RefusableForm):
    """A form whose key is minted when it is rendered and sent back with it."""

    idempotency_key = forms.CharField(max_length=64, widget=forms.HiddenInput, initial=mint_key)

    @property
    def key(self) -> str:
        return str(self.cleaned_data["idempotency_key"])
