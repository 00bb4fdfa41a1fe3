"""On which devices a login is signed in, and signing out of the others."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts import policies
from accounts.access import PersonRequest, signed_in
from accounts.devices import signed_in_devices
from accounts.services.end_other_sessions import end_other_sessions
from accounts.services.end_session import end_session
from accounts.web.confirm_self import confirms_self
from accounts.web.session_guard import limits_of


@signed_in
@require_GET
def devices(request: PersonRequest) -> HttpResponse:
    """List the devices, this one first."""
    user = request.user
    idle_seconds, life_seconds = limits_of(user)
    rows = signed_in_devices(
        user,
        current_key=request.session.session_key or "",
        idle_seconds=idle_seconds,
        life_seconds=life_seconds,
    )
    context = {"rows": rows, "has_others": any(not one.is_current for one in rows)}
    return render(request, "usersessions/usersession_list.html", context)


@signed_in
@require_POST
def end(request: PersonRequest, handle: str) -> HttpResponse:
    """Sign one device out; no proof is asked, because whoever sees a stranger's device is in a hurry."""
    user = request.user
    end_session(user=user, session=policies.access_session(user, handle))
    messages.success(request, _("The device is signed out."))
    return redirect("devices")


@signed_in
@confirms_self("contact")
@require_POST
def end_others(request: PersonRequest) -> HttpResponse:
    """Sign every other device out."""
    count = end_other_sessions(user=request.user, kept_key=request.session.session_key or "")
    words = ngettext("%(count)s device is signed out.", "%(count)s devices are signed out.", count)
    messages.success(request, words % {"count": count})
    return redirect("devices")
