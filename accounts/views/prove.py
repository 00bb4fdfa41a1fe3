"""Proving by a code who one is, for a login that has neither password nor second factor."""

import secrets

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, signed_in
from accounts.crypto import mask_email, mask_phone
from accounts.errors import Refused
from accounts.forms.assisted import EntryCodeForm
from accounts.models import User
from accounts.services.issue_code import issue_code
from accounts.services.use_code import use_code
from accounts.tell import tell_address
from accounts.web.client_address import client_network

HANDLE = "proof_handle"


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def prove_by_code(request: PersonRequest) -> HttpResponse:
    """Send a code to the proved number or address on request, and take it."""
    user = request.user
    wanted = (request.POST if request.method == "POST" else request.GET).get("next", "")
    path = wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "/"
    if get_reauthentication_flows(user):
        # A code is the weaker proof: whoever has a password or a second factor shows that.
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': path})}")
    handle = request.session.get(HANDLE, "")
    form = EntryCodeForm(request.POST if request.method == "POST" and "code" in request.POST else None)
    if request.method == "POST" and not form.is_bound:
        _send(request, user)
        return redirect(f"{reverse('prove_by_code')}?{urlencode({'next': path})}")
    if form.is_valid():
        if handle and use_code(handle=handle, typed=form.cleaned_data["code"]):
            del request.session[HANDLE]
            record_authentication(request, user, method="code", reauthenticated=True)
            return redirect(path)
        form.add_error(
            "code", _("This code is wrong, used or too old. After three tries you need a new one.")
        )
    address = user.code_address
    context = {
        "form": form,
        "is_sent": bool(handle),
        "address": mask_email(address) if "@" in address else mask_phone(address),
        "is_by_mail": "@" in address,
        "next": path,
    }
    return render(request, "account/prove_by_code.html", context)


def _send(request: HttpRequest, user: User) -> None:
    handle, address = secrets.token_urlsafe(32), user.code_address
    try:
        code = issue_code(handle=handle, address=address, origin=client_network(request))
        tell_address("code", address, {"code": code}, get_language() or "zh-hans")
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return
    request.session[HANDLE] = handle
    messages.success(request, _("A code is on its way."))
