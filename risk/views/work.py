"""The work on a case: checklist, overrides, another review, questions, visits, and a second look at an approval."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.staff.queries import holders_of_role
from accounts.web.attempt import attempt
from accounts.web.forms import RefusableForm
from risk import policies
from risk.cases.checklist import checklist
from risk.forms.work import ChecklistForm, OverrideForm, QuestionForm, ReconsiderForm, ReturnForm, VisitForm
from risk.models import CreditCase
from risk.services.answer_checks import answer_checks
from risk.services.ask_customer import ask_customer
from risk.services.ask_visit import ask_visit
from risk.services.call_visit_off import call_visit_off
from risk.services.override_case import override_case
from risk.services.reconsider_case import reconsider_case
from risk.services.return_review import return_review
from risk.services.withdraw_query import withdraw_query
from risk.views.office import show_case


@staff("risk.review_case")
@require_POST
def check(request: PersonRequest, number: str) -> HttpResponse:
    """Keep answers to the checklist."""
    case = policies.access_case(request.user, number)
    form = ChecklistForm(request.POST, items=checklist(case))
    return _do(
        request,
        case,
        {"checklist_form": form},
        lambda: answer_checks(case=case, reviewer=request.user, answers=form.answers),
        _("The checklist is kept."),
    )


@staff("risk.review_case")
@require_POST
def override(request: PersonRequest, number: str) -> HttpResponse:
    """Judge against the card."""
    case = policies.access_case(request.user, number)
    form = OverrideForm(request.POST, case=case)
    return _do(
        request,
        case,
        {"override_form": form},
        lambda: override_case(case=case, made_by=request.user, **form.cleaned_data),
        _("The override is on file."),
    )


@staff("risk.decide_case")
@require_POST
def send_back(request: PersonRequest, number: str) -> HttpResponse:
    """Send the opinion back for another review."""
    case = policies.access_case(request.user, number)
    form = ReturnForm(request.POST)
    return _do(
        request,
        case,
        {"return_form": form},
        lambda: return_review(case=case, sent_by=request.user, **form.cleaned_data),
        _("The case is back in review."),
    )


@staff("risk.review_case")
@require_POST
def ask(request: PersonRequest, number: str) -> HttpResponse:
    """Put a question to the customer."""
    case = policies.access_case(request.user, number)
    form = QuestionForm(request.POST)
    return _do(
        request,
        case,
        {"question_form": form},
        lambda: ask_customer(case=case, asked_by=request.user, **form.cleaned_data),
        _("The customer is asked and told so."),
    )


@staff("risk.review_case")
@require_POST
def take_question_back(request: PersonRequest, number: str, query: str) -> HttpResponse:
    """Take a question back."""
    case = policies.access_case(request.user, number)
    row = policies.access_query_of_case(case, query)
    return _do(
        request,
        case,
        {},
        lambda: withdraw_query(query=row, actor=request.user),
        _("The question is taken back."),
    )


@staff("risk.review_case")
@require_POST
def visit(request: PersonRequest, number: str) -> HttpResponse:
    """Ask for a visit."""
    case = policies.access_case(request.user, number)
    form = VisitForm(request.POST, visitors=visitors())

    def perform() -> None:
        values = form.cleaned_data
        assigned_to = policies.access_visitor(values["assigned_to"])
        ask_visit(
            case=case,
            asked_by=request.user,
            assigned_to=assigned_to,
            task=values["task"],
            due_on=values["due_on"],
        )

    return _do(request, case, {"visit_form": form}, perform, _("The visit is asked for."))


@staff("risk.review_case")
@require_POST
def visit_off(request: PersonRequest, number: str, visit: str) -> HttpResponse:
    """Call a visit off."""
    case = policies.access_case(request.user, number)
    row = policies.access_visit_of_case(case, visit)
    return _do(
        request,
        case,
        {},
        lambda: call_visit_off(visit=row, actor=request.user),
        _("The visit is called off."),
    )


@staff("risk.reconsider_case")
@require_POST
def reconsider(request: PersonRequest, number: str) -> HttpResponse:
    """Review an approved application again."""
    case = policies.access_case(request.user, number)
    form = ReconsiderForm(request.POST)
    if form.is_valid():
        try:
            opened = reconsider_case(case=case, actor=request.user, change=form.cleaned_data["change"])
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The offer is taken back; this is the new case."))
            return redirect("risk_case", number=opened.number)
    return show_case(request, case, {"reconsider_form": form})


def visitors() -> list[tuple[str, str]]:
    """Return the colleagues who make visits, by number and name."""
    return [(user.number, user.name) for user in holders_of_role("business_manager")]


def _do(
    request: PersonRequest,
    case: CreditCase,
    given: dict[str, RefusableForm],
    perform: Callable[[], object],
    done: str,
) -> HttpResponse:
    """Carry one piece of work out and go back to the case; what is wrong stands at the form, with what was typed."""
    form = next(iter(given.values()), None)
    if attempt(request, form, perform, done):
        return redirect("risk_case", number=case.number)
    return show_case(request, case, given)
