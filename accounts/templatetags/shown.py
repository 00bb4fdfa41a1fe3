"""Filters of the pages about people."""

from collections.abc import Mapping
from typing import Any

from django import template

from accounts.web.shown import event_sentence

register = template.Library()


@register.filter
def event_line(data: Mapping[str, Any]) -> str:
    """Show an event's references as one line."""
    return event_sentence(data)
