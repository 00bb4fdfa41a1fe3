"""The watch-list of the risk desk: the list, one watch, and everything done on it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.watch.payloads import SEE as SEE_LISTS
from accounts.web import shown
from accounts.web.attempt import attempt
from lending.models import Loan
from risk.database import policies, queries, story
from risk.database.lists_of_office import WATCHES
from risk.database.timeline import FileSubject
from risk.forms.database import HandOverForm, WatchEndingForm, WatchForm, WatchReviewForm, named_keeper
from risk.models import RiskWatch
from risk.services.end_watch import end_watch, may_end_early
from risk.services.hand_over_watch import hand_over_watch
from risk.services.place_watch import place_watch
from risk.services.review_watch import review_watch

VIEWS = ("mine", "late", "exit", "ended")


@staff("risk.see_database")
def watches(request: PersonRequest) -> HttpResponse:
    """List the watches: all that run, one's own, those late, those to confirm, those ended."""
    view = request.GET.get("view", "")
    view = view if view in VIEWS else ""
    rows = queries.watches(view, owner=request.user if view == "mine" else None)
    listed = WATCHES.open(request, rows)
    context = {"list": listed, "view": view, "sees_lists": request.user.has_right(SEE_LISTS)}
    return listed.answer or render(request, "risk/office/database/watches.html", context)


@staff("risk.keep_database")
@require_http_methods(["GET", "POST"])
def place_on_customer(request: PersonRequest, number: str) -> HttpResponse:
    """Put a customer or one of the loans under watch."""
    return _place(request, policies.access_customer_file(request.user, number))


@staff("risk.keep_database")
@require_http_methods(["GET", "POST"])
def place_on_dealer(request: PersonRequest, number: str) -> HttpResponse:
    """Put a dealer under watch."""
    return _place(request, policies.access_dealer_file(request.user, number))


def _place(request: PersonRequest, subject: FileSubject) -> HttpResponse:
    loans = _owed_loans(subject)
    whole = _("the dealer") if subject.dealer is not None else _("the customer with every loan")
    form = WatchForm(
        request.POST or None,
        about=[("", whole), *((number, _("loan %(number)s") % {"number": number}) for number in loans)],
        is_of_dealer=subject.dealer is not None,
        actor=request.user,
    )
    form.fields["about"].required = False
    if request.method == "POST" and form.is_valid():
        try:
            loan = loans.get(form.cleaned_data["about"])
            watch = place_watch(
                terms=form.terms,
                owner=named_keeper(form.cleaned_data["owner"]),
                actor=request.user,
                customer=subject.customer,
                loan=loan,
                dealer=subject.dealer,
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Under watch; its exit rule is asked every night."))
            return redirect("risk_watch", number=watch.number)
    context = {
        "subject": subject,
        "name": story.name_of(subject.customer, subject.dealer),
        "form": form,
        "file_url": story.file_url_of(subject),
    }
    return render(
        request, "risk/office/database/place_watch.html", context, status=422 if form.errors else 200
    )


def _owed_loans(subject: FileSubject) -> dict[str, Loan]:
    if subject.customer is None:
        return {}
    rows = Loan.objects.filter(borrower=subject.customer, status__in=Loan.OWING).select_related("borrower")
    return {loan.number: loan for loan in rows.order_by("-pk")}


@staff("risk.see_database")
@require_http_methods(["GET"])
def watch(request: PersonRequest, number: str) -> HttpResponse:
    """Show one watch."""
    return _show(request, policies.access_watch(request.user, number))


@staff("risk.keep_database")
@require_POST
def review(request: PersonRequest, number: str) -> HttpResponse:
    """Keep a review."""
    found = policies.access_watch(request.user, number)
    form = WatchReviewForm(request.POST, prefix="review")
    if attempt(
        request,
        form,
        lambda: review_watch(watch=found, actor=request.user, **form.cleaned_data),
        _("The review is kept."),
        aside={"watch_over"},
    ):
        return redirect("risk_watch", number=number)
    return _show(request, found, review_form=form)


@staff("risk.keep_database")
@require_POST
def end(request: PersonRequest, number: str) -> HttpResponse:
    """Confirm the exit, or end the watch early."""
    found = policies.access_watch(request.user, number)
    form = WatchEndingForm(request.POST, prefix="end")
    if attempt(
        request,
        form,
        lambda: end_watch(watch=found, actor=request.user, **form.cleaned_data),
        _("The watch has ended."),
        aside={"watch_over"},
    ):
        return redirect("risk_watch", number=number)
    return _show(request, found, end_form=form)


@staff("risk.keep_database")
@require_POST
def hand_over(request: PersonRequest, number: str) -> HttpResponse:
    """Give the watch to another owner."""
    found = policies.access_watch(request.user, number)
    form = HandOverForm(request.POST, prefix="owner")
    if attempt(
        request,
        form,
        lambda: hand_over_watch(watch=found, actor=request.user, **form.cleaned_data),
        _("The watch has a new owner."),
        aside={"watch_over"},
    ):
        return redirect("risk_watch", number=number)
    return _show(request, found, owner_form=form)


def _show(request: PersonRequest, found: RiskWatch, **sent: Any) -> HttpResponse:
    actor = request.user
    may_keep = found.is_live and actor.has_right(policies.KEEP)
    stand = story.exit_stand(found) if found.is_live else None
    may_end = may_keep and stand is not None and (stand.is_met or may_end_early(found, actor))
    context = {
        "watch": found,
        "facts": story.watch_facts_lines(found),
        "file_url": story.file_url_of(story.subject_of(found)),
        "stand": stand,
        "reviews": story.review_moments(found),
        "moments": shown.event_moments(queries.events_of_watch(found)),
        "review_form": sent.get("review_form") or (WatchReviewForm(prefix="review") if may_keep else None),
        "end_form": sent.get("end_form") or (WatchEndingForm(prefix="end") if may_end else None),
        "owner_form": sent.get("owner_form") or (HandOverForm(prefix="owner") if may_keep else None),
    }
    return render(request, "risk/office/database/watch.html", context, status=422 if sent else 200)
