"""A customer's inbox, and what the customer wants to be told."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies, queries
from accounts.access import PersonRequest, customer
from accounts.forms.messages import PreferencesForm
from accounts.models import MessageCategory
from accounts.services.choose_messages import choose_messages
from accounts.services.read_message import mark_unread, read_message
from accounts.web.message_story import preference_rows
from accounts.web.paging import page_by_key


@customer
@require_GET
def inbox(request: PersonRequest) -> HttpResponse:
    """List the messages of the inbox, newest first, all or those of one category."""
    asked = request.GET.get("category", "")
    category = asked if asked in MessageCategory.values else ""
    page = page_by_key(queries.inbox(request.user, category=category), request)
    context = {"page": page, "category": category, "categories": MessageCategory.choices}
    return render(request, "accounts/customer/inbox.html", context)


@customer
@require_GET
def inbox_message(request: PersonRequest, number: str) -> HttpResponse:
    """Show one message and mark it as read."""
    user = request.user
    message = policies.access_message(user, number)
    read_message(user=user, number=message.number)
    return render(request, "accounts/customer/message.html", {"message": message})


@customer
@require_POST
def unread(request: PersonRequest, number: str) -> HttpResponse:
    """Put a message back among the unread ones."""
    user = request.user
    mark_unread(user=user, number=policies.access_message(user, number).number)
    return redirect("inbox")


@customer
@require_POST
def read_all(request: PersonRequest) -> HttpResponse:
    """Mark every message as read."""
    read_message(user=request.user)
    return redirect("inbox")


@customer
@require_http_methods(["GET", "POST"])
def preferences(request: PersonRequest) -> HttpResponse:
    """Show what comes over which channel, and let the customer switch it."""
    user = request.user
    form = PreferencesForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        choose_messages(user=user, channels=form.channels, agrees_to_marketing=form.cleaned_data["agrees"])
        messages.success(request, _("Your choices are kept and hold from now on."))
        return redirect("message_preferences")
    context = {
        "form": form,
        "rows": preference_rows(form),
        "has_phone": bool(user.phone and user.phone_verified_at),
        "has_email": bool(user.email),
    }
    return render(request, "accounts/customer/message_preferences.html", context)
