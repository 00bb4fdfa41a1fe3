"""What every money form carries: the key that makes a second press harmless."""

import uuid

from django import forms

from accounts.errors import Refused


def mint_key() -> str:
    """Return a fresh idempotency key for a form about to be shown."""
    return uuid.uuid4().hex


class RefusableForm(forms.Form):
    """A form that can show a service's refusal."""

    def add_refusal(self, refusal: Refused) -> None:
        """Show a service's refusal at its field, or above the form."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal.message))


class KeyedForm(RefusableForm):
    """A form whose key is minted when it is rendered and sent back with it."""

    idempotency_key = forms.CharField(max_length=64, widget=forms.HiddenInput, initial=mint_key)

    @property
    def key(self) -> str:
        return str(self.cleaned_data["idempotency_key"])
