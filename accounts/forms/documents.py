"""The pictures of the identity card."""

from collections.abc import Container
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PictureField
from accounts.web.forms import RefusableForm


class IdentityPicturesForm(RefusableForm):
    """Both sides; a side that is there already needs no new picture, but one of the two must come."""

    identity_front = PictureField(
        capture="environment",
        label=_("Side with the portrait"),
        error_messages={"required": _("Take a picture of this side.")},
    )
    identity_back = PictureField(
        capture="environment",
        label=_("Side with the emblem"),
        error_messages={"required": _("Take a picture of this side.")},
    )

    def __init__(self, kept: Container[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in kept:
                field.required = field.widget.is_required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(_("Choose a new picture first."))
        return cleaned


class FaceForm(RefusableForm):
    """The button that begins; the consent stands in it where it was not given on the way here."""

    agrees = forms.BooleanField(
        label=_("I agree that my face is compared with my identity card, as the text above says."),
        error_messages={"required": _("Without this consent we cannot check your face.")},
    )

    def __init__(self, *args: Any, has_agreed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_agreed:
            del self.fields["agrees"]
