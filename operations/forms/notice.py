"""The form for a notice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.web.forms import KeyedForm


class NoticeForm(KeyedForm):
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=160)
    body_zh = forms.CharField(
        label=_("Text in Chinese"), widget=forms.Textarea(attrs={"rows": 6}), max_length=20_000
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=160)
    body_en = forms.CharField(
        label=_("Text in English"), widget=forms.Textarea(attrs={"rows": 6}), max_length=20_000
    )
