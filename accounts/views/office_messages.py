"""What left the house, for those who answer when somebody says that nothing came."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import policies, queries
from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.forms.messages import SentFilterForm
from accounts.services.retry_message import retry_message
from accounts.web.paging import page_by_key


@staff("accounts.see_messages")
@require_GET
def sent(request: PersonRequest) -> HttpResponse:
    """List e-mails and SMS, newest first, by state, channel, category and customer; addresses masked."""
    form = SentFilterForm(request.GET)
    page = page_by_key(queries.sent_messages(**form.filters()), request)
    context = {
        "form": form,
        "page": page,
        "may_retry": request.user.has_right("accounts.retry_messages"),
    }
    return render(request, "accounts/office/messages.html", context)


@staff("accounts.retry_messages")
@require_POST
def retry(request: PersonRequest, number: str) -> HttpResponse:
    """Let a message that was not delivered wait for the sweep again."""
    user = request.user
    message = policies.access_sent_message(user, number)
    try:
        retry_message(actor=user, number=message.number)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Message %(number)s will be sent again.") % {"number": message.number})
    return redirect("sent_messages")
