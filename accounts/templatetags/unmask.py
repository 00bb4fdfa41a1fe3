"""The card by which a colleague asks to see a hidden value; any page about a customer may carry it."""

from typing import Any

from django import template
from django.template.context import Context

from accounts.forms.unmask import UnmaskForm
from accounts.models import User

register = template.Library()


@register.inclusion_tag("accounts/office/_unmask.html", takes_context=True)
def unmask_card(context: Context, customer: User) -> dict[str, Any]:
    """Draw the form for this customer; nothing to colleagues without the right, or where nothing is hidden."""
    request = context["request"]
    if not request.user.has_right("accounts.unmask"):
        return {"customer": None}
    form = UnmaskForm(customer, initial={"back": request.path})
    return {
        "customer": customer if form.has_values else None,
        "form": form,
        "csrf_token": context.get("csrf_token"),
    }
