"""The conditions of approvals: the borrower sends evidence in, the office sends it in or looks at it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import clock
from accounts.access import PersonRequest, customer, staff
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.models import User
from accounts.queries import events_matching
from accounts.web.shown import event_moments
from lending.conditions.queries import conditions_of, listed_conditions
from lending.conditions.story import condition_facts, shown_condition
from lending.forms.condition import AnswerEvidenceForm, EvidenceForm
from lending.lists import CONDITIONS
from lending.models import ConditionEvidence, DecisionCondition
from lending.policies import access_application, access_condition_as_staff
from lending.services.answer_evidence import answer_evidence
from lending.services.send_evidence import send_evidence

VIEWS = ("open", "evidence", "overdue", "met")


@customer
@require_http_methods(["GET", "POST"])
def own_condition(request: PersonRequest, number: str, condition: str) -> HttpResponse:
    """Let the borrower send in what shows that a condition is met."""
    application = access_application(request.user, number)
    row = next((one for one in conditions_of(application) if one.number == condition), None)
    if row is None:
        raise Http404
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            send_evidence(condition=row, sender=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("We have it. Somebody looks at it and you are told."))
            return redirect("application", number=number)
    context = {
        "application": application,
        "condition": shown_condition(row, clock.today()),
        "form": form,
    }
    return render(request, "lending/customer/condition.html", context)


@staff("lending.see_loans")
@require_GET
def conditions(request: PersonRequest) -> HttpResponse:
    """List the conditions that are open, to look at, overdue or met."""
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "open"
    shown = CONDITIONS.open(request, listed_conditions(view, clock.today()))
    names = {
        "open": _("Open conditions"),
        "evidence": _("Evidence to look at"),
        "overdue": _("Overdue conditions"),
        "met": _("Met conditions"),
    }
    context = {"list": shown, "view": view, "views": names.items()}
    return shown.answer or render(request, "lending/office/conditions.html", context)


@staff("lending.see_loans")
@require_GET
def condition(request: PersonRequest, number: str) -> HttpResponse:
    """Show one condition with everything that was sent in for it."""
    return _show(request, access_condition_as_staff(number))


@staff("lending.send_evidence")
@require_POST
def send(request: PersonRequest, number: str) -> HttpResponse:
    """Send evidence in for the borrower, as a colleague has it."""
    row = access_condition_as_staff(number)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            send_evidence(condition=row, sender=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The evidence waits for somebody else to look at it."))
            return redirect("office_condition", number=number)
    return _show(request, row, evidence_form=form)


@staff("lending.accept_evidence")
@require_POST
def answer(request: PersonRequest, number: str) -> HttpResponse:
    """Accept or refuse what waits."""
    row = access_condition_as_staff(number)
    waiting = _waiting(row)
    if waiting is None:
        raise Http404
    form = AnswerEvidenceForm(request.POST)
    if form.is_valid():
        try:
            answer_evidence(
                evidence=waiting,
                decided_by=request.user,
                is_accepted=form.cleaned_data["answer"] == "yes",
                because=form.cleaned_data["because"],
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Your answer is recorded."))
            return redirect("office_condition", number=number)
    return _show(request, row, answer_form=form)


def _show(
    request: PersonRequest,
    row: DecisionCondition,
    *,
    evidence_form: EvidenceForm | None = None,
    answer_form: AnswerEvidenceForm | None = None,
) -> HttpResponse:
    shown = shown_condition(row, clock.today())
    waiting = _waiting(row)
    user = request.user
    may_answer = waiting is not None and _may_answer(user, waiting)
    context = {
        "shown": shown,
        "condition": row,
        "application": row.decision.application,
        "facts": condition_facts(row),
        "moments": event_moments(events_matching(kind="condition", subject=row.number)),
        "evidence_form": (evidence_form or EvidenceForm())
        if shown.may_send and user.has_right("lending.send_evidence")
        else None,
        "answer_form": (answer_form or AnswerEvidenceForm()) if may_answer else None,
        "sent_it_in": waiting is not None and is_same_person(waiting.sent_by, user),
    }
    has_errors = any(form is not None and form.errors for form in (evidence_form, answer_form))
    context["evidence"] = list(row.evidence.all())
    return render(request, "lending/office/condition.html", context, status=400 if has_errors else 200)


def _waiting(row: DecisionCondition) -> ConditionEvidence | None:
    sent = ConditionEvidence.Status.SENT
    return next((one for one in row.evidence.all() if one.status == sent), None)


def _may_answer(user: User, waiting: ConditionEvidence) -> bool:
    return user.has_right("lending.accept_evidence") and not is_same_person(waiting.sent_by, user)
