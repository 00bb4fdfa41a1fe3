"""Filters that hide what is personal."""

from django import template

from accounts.crypto import mask_phone

register = template.Library()


@register.filter
def masked_phone(phone: str) -> str:
    """Show a phone with its middle hidden; nothing where there is none."""
    return mask_phone(phone) if phone else ""
