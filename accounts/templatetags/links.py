"""Links from a number to the page of what it names, for those who may open it."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.web.object_pages import number_url, object_url

register = template.Library()


@register.simple_tag(takes_context=True)
def customer_link(context: Context, customer: User) -> SafeString | str:
    """Show a customer's number, linked to the customer's file for a colleague who may see customers."""
    url = file_url(context, customer) if customer.is_customer else ""
    return format_html('<a href="{}">{}</a>', url, customer.number) if url else customer.number


@register.simple_tag(takes_context=True)
def file_url(context: Context, customer: User) -> str:
    """Return the address of a customer's file, empty for a colleague who may not see customers."""
    return object_url(context["request"].user, "user", customer.number)


@register.simple_tag(takes_context=True)
def object_link(context: Context, subject_type: str, thing: Any) -> SafeString | str:
    """Show an object's number, linked to its page in the office where the viewer may open it."""
    url = object_url(context["request"].user, subject_type, thing.number)
    return format_html('<a href="{}">{}</a>', url, thing.number) if url else str(thing.number)


@register.simple_tag(takes_context=True)
def number_link(context: Context, number: str) -> SafeString | str:
    """Show a number, linked to the page of what it names where the viewer may open it."""
    url = number_url(context["request"].user, number)
    return format_html('<a href="{}">{}</a>', url, number) if url else number
