"""The office's desk for dealers: the queue, the case page, and what each job does on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, staff
from accounts.dealers import desk, policies, queries
from accounts.dealers.consent import newest_consent
from accounts.dealers.lists import DEALERS
from accounts.errors import Refused
from accounts.forms.dealer_office import CheckForm, ReasonForm, admission_form, change_form, opinion_form
from accounts.models import Dealer, User
from accounts.services.check_dealer import check_dealer
from accounts.services.end_dealer import end_dealer
from accounts.services.give_dealer_opinion import give_dealer_opinion
from accounts.services.propose_admission import propose_admission
from accounts.services.propose_limits import propose_limits
from accounts.services.reject_dealer import reject_dealer
from accounts.services.request_resumption import request_resumption
from accounts.services.return_dealer import return_dealer
from accounts.services.suspend_dealer import suspend_dealer
from accounts.services.withdraw_legal_person_consent import withdraw_legal_person_consent
from accounts.web.confirm_self import confirms_self


@staff("accounts.see_dealers")
@require_http_methods(["GET", "POST"])
def dealers(request: PersonRequest) -> HttpResponse:
    """List those being vetted, or the dealers of one state."""
    status = request.GET.get("status", "")
    status = status if status in Dealer.Status.values else Dealer.Status.VETTING
    shown = DEALERS.open(request, queries.dealers(status))
    context = {"list": shown, "status": status, "statuses": Dealer.Status.choices}
    return shown.answer or render(request, "accounts/office/dealers.html", context)


@staff("accounts.see_dealers")
@require_GET
def dealer(request: PersonRequest, number: str) -> HttpResponse:
    """Show a dealer with what the person may do on it."""
    return _show(request, policies.access_dealer(request.user, number))


@staff("accounts.vet_dealers")
@require_POST
def check(request: PersonRequest, number: str) -> HttpResponse:
    """Tick an item of the checklist."""
    form = CheckForm(request.POST)
    return _act(
        request,
        number,
        "check",
        form,
        lambda found, actor: check_dealer(dealer=found, actor=actor, **form.cleaned_data),
        _("The item is ticked."),
    )


@staff("risk.give_dealer_opinion")
@require_POST
def opinion(request: PersonRequest, number: str) -> HttpResponse:
    """Take risk's opinion."""
    form = opinion_form(request.POST)
    return _act(
        request,
        number,
        "opinion",
        form,
        lambda found, actor: give_dealer_opinion(
            dealer=found,
            actor=actor,
            recommendation=form.cleaned_data["recommendation"],
            text=form.cleaned_data["text"],
            limits=form.proposed,
            key=form.key,
        ),
        _("The opinion is on file."),
    )


@staff("accounts.vet_dealers")
@confirms_self("role")
@require_POST
def admission(request: PersonRequest, number: str) -> HttpResponse:
    """Ask for the admission."""
    found = policies.access_dealer(request.user, number)
    form = admission_form(found, queries.opinion_of_round(found), request.POST)
    return _act(
        request,
        number,
        "admission",
        form,
        lambda row, actor: propose_admission(
            dealer=row,
            actor=actor,
            limits=form.limits,
            categories=form.cleaned_data["categories"],
            reason=form.cleaned_data["reason"],
        ),
        _("Another person has to approve the admission now."),
    )


@staff("accounts.vet_dealers")
@require_POST
def give_back(request: PersonRequest, number: str) -> HttpResponse:
    """Return the papers."""
    return _with_reason(request, number, "return", return_dealer, _("The papers are returned."))


@staff("accounts.approve_dealers")
@require_POST
def reject(request: PersonRequest, number: str) -> HttpResponse:
    """Decide not to admit the dealer."""
    return _with_reason(request, number, "reject", reject_dealer, _("The dealer is rejected and told why."))


@staff("accounts.suspend_dealers")
@confirms_self("role")
@require_POST
def suspend(request: PersonRequest, number: str) -> HttpResponse:
    """Suspend the dealer."""
    return _with_reason(request, number, "suspend", suspend_dealer, _("The dealer is suspended."))


@staff("accounts.vet_dealers")
@require_POST
def resume(request: PersonRequest, number: str) -> HttpResponse:
    """Ask that the dealer may go on."""
    told = _("Another person has to approve the end of the suspension now.")
    return _with_reason(request, number, "resume", request_resumption, told)


@staff("accounts.approve_dealers")
@confirms_self("role")
@require_POST
def end(request: PersonRequest, number: str) -> HttpResponse:
    """End the cooperation."""
    return _with_reason(request, number, "end", end_dealer, _("The cooperation has ended."))


@staff("accounts.vet_dealers")
@require_POST
def consent(request: PersonRequest, number: str) -> HttpResponse:
    """Take the legal representative's consent back for a representative who asked for it."""
    return _with_reason(request, number, "consent", _take_back, _("The consent is taken back."))


def _take_back(*, dealer: Dealer, actor: User, reason: str) -> None:
    found = newest_consent(dealer)
    if found is None:
        raise Refused("consent_missing", _("This consent is not in force."))
    withdraw_legal_person_consent(consent=found, actor=actor, note=reason)


@staff("accounts.vet_dealers")
@confirms_self("role")
@require_POST
def limits(request: PersonRequest, number: str) -> HttpResponse:
    """Change limits and goods: a cut at once, everything else after an approval."""
    found = policies.access_dealer(request.user, number)
    form = change_form(queries.terms_in_force(found), request.POST)
    return _act(
        request,
        number,
        "limits",
        form,
        lambda row, actor: propose_limits(
            dealer=row,
            actor=actor,
            limits=form.limits,
            categories=form.cleaned_data["categories"],
            reason=form.cleaned_data["reason"],
        ),
        _("Kept. A cut holds at once; anything more waits for another person's approval."),
    )


def _with_reason(
    request: PersonRequest, number: str, name: str, service: Callable[..., Any], done: str
) -> HttpResponse:
    form = ReasonForm(request.POST, prefix=name)
    return _act(
        request,
        number,
        name,
        form,
        lambda found, actor: service(dealer=found, actor=actor, reason=form.cleaned_data["reason"]),
        done,
    )


def _act(
    request: PersonRequest, number: str, name: str, form: Any, act: Callable[[Dealer, User], Any], done: str
) -> HttpResponse:
    """Do one thing on the case page; show the page again with the form where it was refused."""
    actor = request.user
    found = policies.access_dealer(actor, number)
    if form.is_valid():
        try:
            act(found, actor)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, done)
            return redirect("office_dealer", number=number)
    return _show(request, found, {name: form})


def _show(request: PersonRequest, found: Dealer, sent: dict[str, Any] | None = None) -> HttpResponse:
    context = desk.case(found, request.user, sent or {})
    return render(request, "accounts/office/dealer.html", context, status=422 if sent else 200)
