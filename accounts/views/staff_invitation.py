"""The way in for somebody who begins to work here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import public
from accounts.errors import Refused
from accounts.forms.staff import NewPasswordForm
from accounts.services.accept_staff_invitation import accept_staff_invitation
from accounts.staff import policies, story


@public
@never_cache
@require_http_methods(["GET", "POST"])
def staff_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let the joiner set a password; the sign-in that follows asks for a second factor."""
    found = policies.access_staff_invitation(token)
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            accept_staff_invitation(token=token, password=form.cleaned_data["password1"])
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Your password is set. Sign in with your work address."))
            return redirect("account_login")
    context = {"form": form, "name": found.user.name, "is_over": story.is_invitation_over(found)}
    status = 400 if form.errors else 200
    return render(request, "accounts/public/staff_invitation.html", context, status=status)
