"""The dealer's own pages: the way in, where the company stands, its messages."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies, queries
from accounts.access import PersonRequest, dealer_member, public
from accounts.dealers import story
from accounts.dealers.doors import for_member, for_owner, membership_at
from accounts.dealers.path import dealer_path
from accounts.dealers.queries import members_of, stores_of, terms_in_force
from accounts.dealers.sections import OWN_PAGE, dealer_sections
from accounts.errors import Refused
from accounts.forms.dealer import WithdrawalForm
from accounts.models import Dealer, DealerMember, User
from accounts.services.begin_dealer import begin_dealer
from accounts.services.read_message import read_message
from accounts.services.reopen_dealer import reopen_dealer
from accounts.services.send_dealer_in import send_dealer_in
from accounts.services.withdraw_dealer import withdraw_dealer
from accounts.web.paging import page_by_key


@public
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Say what working with us means; a fresh login begins here as its dealer's owner."""
    user = request.user
    if user.is_authenticated and user.kind == User.Kind.DEALER:
        return redirect("dealer_home")
    if request.method == "POST" and user.is_authenticated:
        try:
            begin_dealer(user=cast(User, user))
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        else:
            return redirect("dealer_home")
    return render(request, "accounts/dealer/join.html", {"steps": story.way_in()})


@dealer_member
@require_GET
def home(request: PersonRequest) -> HttpResponse:
    """Show where the dealer stands and what comes next."""
    member = membership_at(request)
    if member is None:
        return render(request, "accounts/dealer/nobody.html")
    dealer = member.dealer
    context: dict[str, Any] = {
        "member": member,
        "dealer": dealer,
        "path": dealer_path(dealer) if dealer.is_filling else None,
        "facts": story.company_facts(dealer),
        "terms": terms_in_force(dealer),
        "stores": stores_of(dealer),
        "members": members_of(dealer),
        "sections": dealer_sections(OWN_PAGE, dealer),
        "newest": list(queries.inbox(member.user).order_by("-pk")[:3]),
    }
    context["goods"] = story.goods(dealer, context["terms"])
    return render(request, "accounts/dealer/home.html", context)


@dealer_member
@require_POST
@for_owner
def send(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Send the papers in."""
    try:
        send_dealer_in(dealer=member.dealer, actor=member.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Your papers are with us. You hear from us at every step."))
    return redirect("dealer_home")


@dealer_member
@require_http_methods(["GET", "POST"])
@for_owner
def withdraw(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Withdraw the application, after a page that says what that means."""
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            withdraw_dealer(dealer=member.dealer, actor=member.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("The application is withdrawn. Your papers stay as they are."))
        return redirect("dealer_home")
    if member.dealer.status != Dealer.Status.VETTING:
        return redirect("dealer_home")
    context = {"member": member, "dealer": member.dealer, "form": form}
    return render(request, "accounts/dealer/withdraw.html", context, status=400 if form.errors else 200)


@dealer_member
@require_POST
@for_owner
def again(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Apply again after a withdrawal."""
    try:
        reopen_dealer(dealer=member.dealer, actor=member.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Your papers are open again. Look them through and send them in."))
    return redirect("dealer_home")


@dealer_member
@require_GET
@for_member
def inbox(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """List the messages, newest first."""
    page = page_by_key(queries.inbox(member.user), request)
    return render(request, "accounts/dealer/inbox.html", {"page": page, "member": member})


@dealer_member
@require_GET
def inbox_message(request: PersonRequest, number: str) -> HttpResponse:
    """Show one message and mark it as read."""
    user = request.user
    message = policies.access_message(user, number)
    read_message(user=user, number=message.number)
    return render(request, "accounts/dealer/message.html", {"message": message})
