"""Notes and tags."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.web.forms import RefusableForm, offer_choices
from support.models import CustomerNote, Tag


class NoteForm(RefusableForm):
    kind = forms.ChoiceField(label=_("Kind of note"), choices=CustomerNote.Kind.choices)
    words = forms.CharField(
        label=_("Note"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The customer may ask for a copy of it. No identity, card or mobile number here."),
    )


class StrikeForm(RefusableForm):
    reason = forms.CharField(
        label=_("Why it is struck out"), max_length=200, widget=forms.TextInput({"autocomplete": "off"})
    )


class PutTagForm(RefusableForm):
    tag = forms.ChoiceField(label=_("Tag"), error_messages={"required": _("Choose a tag from the list.")})

    def __init__(self, offered: Iterable[Tag], *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        choices = [("", "—"), *((tag.code, tag.name) for tag in offered)]
        offer_choices(self, "tag", choices)


class TagForm(RefusableForm):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=20)
    name_en = forms.CharField(label=_("Name in English"), max_length=40)
    code = forms.SlugField(
        label=_("Tag code"),
        max_length=40,
        help_text=_("Small letters and hyphens; it stands in the event log."),
    )
