"""Who works for a dealer: the owner invites and removes, those who are invited join."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, dealer_member, public
from accounts.dealers import policies, story
from accounts.dealers.doors import for_member, for_owner
from accounts.dealers.queries import members_of, open_invitations
from accounts.errors import Refused
from accounts.forms.dealer import InvitationForm
from accounts.models import DealerMember, User
from accounts.services.invite_clerk import invite_clerk
from accounts.services.join_dealer import holds_address, join_dealer
from accounts.services.remove_clerk import remove_clerk
from accounts.services.withdraw_invitation import withdraw_invitation
from accounts.web.confirm_self import confirms_self


@dealer_member
@confirms_self("role")
@require_http_methods(["GET", "POST"])
@for_member
def members(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """List who works here; the owner sees who is invited, and invites another."""
    if request.method == "POST" and not member.is_owner:
        raise PermissionDenied
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            invite_clerk(dealer=member.dealer, actor=member.user, address=form.cleaned_data["address"])
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("dealer_members")
    context = {
        "member": member,
        "dealer": member.dealer,
        "form": form,
        "members": story.member_rows(members_of(member.dealer)),
        "invitations": story.invitation_rows(open_invitations(member.dealer)) if member.is_owner else [],
    }
    status = 400 if form.errors else 200
    return render(request, "accounts/dealer/members.html", context, status=status)


@dealer_member
@confirms_self("role")
@require_http_methods(["GET", "POST"])
@for_owner
def member_remove(request: PersonRequest, member: DealerMember, number: str) -> HttpResponse:
    """Take a clerk off, after a page that says what that means."""
    clerk = policies.access_member(member, number)
    if request.method == "POST":
        try:
            remove_clerk(member=clerk, actor=member.user)
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("%(name)s works for you no more.") % {"name": clerk.user.name})
        return redirect("dealer_members")
    return render(request, "accounts/dealer/member_remove.html", {"member": member, "clerk": clerk})


@dealer_member
@require_POST
@for_owner
def invitation_withdraw(request: PersonRequest, member: DealerMember, number: str) -> HttpResponse:
    """Take an invitation back."""
    invitation = policies.access_invitation(member, number)
    try:
        withdraw_invitation(invitation=invitation, actor=member.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The link is of no use any more."))
    return redirect("dealer_members")


@public
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites; whoever is signed in with the invited address may join."""
    found = policies.access_invitation_link(token)
    if request.method == "POST" and request.user.is_authenticated:
        try:
            join_dealer(token=token, user=cast(User, request.user))
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(
                request, _("Welcome. You work for %(company)s now.") % {"company": found.dealer.name}
            )
            return redirect("dealer_home")
    is_theirs = request.user.is_authenticated and holds_address(found, cast(User, request.user))
    context = {
        "company": found.dealer.name,
        "is_over": story.is_invitation_over(found),
        "is_theirs": is_theirs,
    }
    return render(request, "accounts/dealer/invitation.html", context)
