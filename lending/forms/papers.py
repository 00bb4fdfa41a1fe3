"""Verifying a paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.web.forms import RefusableForm

PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
LARGEST_BYTES = 20 * 1024 * 1024


class VerifyForm(RefusableForm):
    """Either the fingerprint, or number and code."""

    hash = forms.CharField(
        label=_("Fingerprint (SHA-256), 64 characters"),
        max_length=80,
        required=False,
        widget=forms.TextInput(PLAIN),
    )
    number = forms.CharField(
        label=_("or the number of the paper"), max_length=24, required=False, widget=forms.TextInput(PLAIN)
    )
    code = forms.CharField(
        label=_("with the code printed beside it"),
        max_length=12,
        required=False,
        widget=forms.TextInput(PLAIN),
    )

    def clean(self) -> dict[str, Any]:
        """Want one of the two ways."""
        found = super().clean() or {}
        if not found.get("hash") and not (found.get("number") and found.get("code")):
            self.add_error(
                None, _("Enter the fingerprint, or number and code as they are printed on the paper.")
            )
        return found


class FileForm(RefusableForm):
    file = forms.FileField(
        label=_("The PDF itself"),
        widget=forms.FileInput({"accept": "application/pdf", "data-hash-file": "/verify/"}),
        help_text=_("The fingerprint is worked out in your browser; the file is not kept."),
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than any paper of ours."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError(_("The file is larger than any of our papers."))
        return file
