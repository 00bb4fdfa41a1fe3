"""Filters and words of the pages about people."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.context import Context
from django.utils.functional import Promise

from accounts.web.confirm_self import asked_words
from accounts.web.shown import event_sentence

register = template.Library()


@register.filter
def event_line(data: Mapping[str, Any]) -> str:
    """Show an event's references as one line."""
    return event_sentence(data)


@register.simple_tag(takes_context=True)
def proof_words(context: Context) -> Promise:
    """Say why a person is asked to prove once more who this is."""
    return asked_words(context["request"])
