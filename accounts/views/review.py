"""The reviews of identities in the office: the queue, a case, and what each job does on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import policies
from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.forms.review import DoubtForm, HoldForm, LiftForm, PassForm, RefuseForm, ReturnForm
from accounts.models import IdentityReview, User
from accounts.review import desk, queries, story
from accounts.review.policies import access_hold, access_review
from accounts.services.ask_hold_lift import ask_hold_lift
from accounts.services.ask_override import ask_override
from accounts.services.doubt_identity import doubt_identity
from accounts.services.hold_by_review import hold_by_review
from accounts.services.pass_review import pass_review
from accounts.services.put_review_back import put_review_back
from accounts.services.refuse_review import refuse_review
from accounts.services.return_review import return_review
from accounts.services.take_review import take_review
from accounts.web.object_pages import object_url
from accounts.web.paging import page_by_key

VIEWS = ("taken", "returned", "over", "all")


@staff("accounts.see_reviews")
@require_GET
def reviews(request: PersonRequest) -> HttpResponse:
    """List what waits for this colleague's job, or another tab."""
    user = request.user
    view = request.GET.get("view", "")
    view = view if view in VIEWS else ""
    is_work = view not in ("over", "all")
    page = page_by_key(queries.reviews_in(user, view), request, is_oldest_first=is_work)
    context = {"page": page, "rows": story.review_rows(page.rows), "view": view}
    return render(request, "accounts/office/reviews.html", context)


@staff("accounts.see_reviews")
@require_GET
def review(request: PersonRequest, number: str) -> HttpResponse:
    """Show a case with what the person may do on it."""
    return _show(request, access_review(request.user, number))


@staff("accounts.see_reviews")
@require_POST
def take(request: PersonRequest, number: str) -> HttpResponse:
    """Take the case."""
    return _press(request, number, take_review, _("The case is yours."))


@staff("accounts.see_reviews")
@require_POST
def put_back(request: PersonRequest, number: str) -> HttpResponse:
    """Put the case back into the queue."""
    return _press(request, number, put_review_back, _("The case waits for somebody again."))


@staff("accounts.see_reviews")
@require_POST
def give_back(request: PersonRequest, number: str) -> HttpResponse:
    """Return the case to the customer."""
    form = ReturnForm(request.POST, prefix="return")
    return _act(
        request,
        number,
        "return",
        form,
        lambda found, actor: return_review(review=found, actor=actor, **form.cleaned_data),
        _("The customer is told what is missing."),
    )


@staff("accounts.see_reviews")
@require_POST
def let_pass(request: PersonRequest, number: str) -> HttpResponse:
    """Pass a case that goes against no check."""
    form = PassForm(request.POST, prefix="pass")
    return _act(
        request,
        number,
        "pass",
        form,
        lambda found, actor: pass_review(review=found, actor=actor, **form.cleaned_data),
        _("Passed."),
    )


@staff("accounts.see_reviews")
@require_POST
def override(request: PersonRequest, number: str) -> HttpResponse:
    """Ask a second person to let the customer pass."""
    found = access_review(request.user, number)
    form = desk.override_form(found, request.POST)
    return _act(
        request,
        number,
        "override",
        form,
        lambda row, actor: ask_override(review=row, actor=actor, **form.wish),
        _("Another person has to approve it now."),
    )


@staff("accounts.see_reviews")
@require_POST
def refuse(request: PersonRequest, number: str) -> HttpResponse:
    """End the case against the customer."""
    form = RefuseForm(request.POST, prefix="refuse")
    return _act(
        request,
        number,
        "refuse",
        form,
        lambda found, actor: refuse_review(review=found, actor=actor, **form.cleaned_data),
        _("Refused; the customer is told without the reason."),
    )


@staff("accounts.see_reviews")
@require_POST
def hold(request: PersonRequest, number: str) -> HttpResponse:
    """Hold the person while the case goes on."""
    form = HoldForm(request.POST, prefix="hold")
    return _act(
        request,
        number,
        "hold",
        form,
        lambda found, actor: hold_by_review(review=found, actor=actor, words=form.cleaned_data["words"]),
        _("The person is held."),
    )


@staff("accounts.see_reviews")
@require_POST
def lift(request: PersonRequest, number: str) -> HttpResponse:
    """Ask that a hold be lifted; `number` is the hold's."""
    found = access_hold(request.user, number)
    form = LiftForm(request.POST, prefix="lift")
    return _act(
        request,
        found.review.number,
        "lift",
        form,
        lambda _row, actor: ask_hold_lift(hold=found, reason=form.cleaned_data["reason"], actor=actor),
        _("Another person has to approve it now."),
    )


@staff("accounts.review_identities")
@require_POST
def doubt(request: PersonRequest, number: str) -> HttpResponse:
    """Open a review for a customer, whose number this is."""
    actor = request.user
    customer = policies.access_customer(actor, number)
    form = DoubtForm(request.POST)
    if form.is_valid():
        try:
            made = doubt_identity(customer=customer, cause=form.cleaned_data["cause"], actor=actor)
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        else:
            return redirect("identity_review", number=made.number)
    return redirect(object_url(actor, "user", customer.number) or "identity_reviews")


def _press(
    request: PersonRequest, number: str, service: Callable[..., IdentityReview], done: str
) -> HttpResponse:
    actor = request.user
    found = access_review(actor, number)
    try:
        service(review=found, actor=actor)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, done)
    return redirect("identity_review", number=number)


def _act(
    request: PersonRequest,
    number: str,
    name: str,
    form: Any,
    act: Callable[[IdentityReview, User], Any],
    done: str,
) -> HttpResponse:
    """Do one thing on the case page; show the page again with the form where it was refused."""
    actor = request.user
    found = access_review(actor, number)
    if form.is_valid():
        try:
            act(found, actor)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, done)
            return redirect("identity_review", number=number)
    found = access_review(actor, number)
    return _show(request, found, {name: form})


def _show(request: PersonRequest, found: IdentityReview, sent: dict[str, Any] | None = None) -> HttpResponse:
    given = sent or {}
    context = desk.case(found, request.user, given)
    # A form that the page has no place for any more says its refusal above.
    lost = [form for name, form in given.items() if context.get(f"{name}_form") is not form]
    for form in lost:
        for error in form.non_field_errors():
            messages.error(request, error)
    return render(request, "accounts/office/review.html", context, status=422 if sent else 200)
