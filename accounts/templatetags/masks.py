"""Filters that hide what is personal."""

from django import template

from accounts.crypto import mask_phone
from accounts.models import Message
from accounts.web.message_story import masked_address, template_title

register = template.Library()


@register.filter
def masked_phone(phone: str) -> str:
    """Show a phone with its middle hidden; nothing where there is none."""
    return mask_phone(phone) if phone else ""


@register.filter
def address_of(message: Message) -> str:
    """Show where a message went, masked."""
    return masked_address(message)


@register.filter
def title_of(message: Message) -> str:
    """Show what kind of message it was."""
    return template_title(message.template)
