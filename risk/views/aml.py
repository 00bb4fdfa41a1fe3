"""The desk against money laundering: its lists, and an alert with its investigation."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, staff
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.web.attempt import attempt
from accounts.web.forms import RefusableForm
from accounts.web.paging import page_by_key
from risk.aml import queries, story
from risk.aml.policies import access_alert, access_evidence, access_line, access_question
from risk.aml.rules import CONCLUDE, SEE, WORK
from risk.forms import aml as forms
from risk.models import AmlAlert
from risk.services.add_aml_evidence import add_aml_evidence
from risk.services.answer_aml_question import answer_aml_question
from risk.services.ask_aml_question import ask_aml_question
from risk.services.assign_aml_alert import assign_aml_alert
from risk.services.conclude_aml_alert import conclude_aml_alert
from risk.services.note_aml_alert import note_aml_alert
from risk.services.propose_aml_conclusion import propose_aml_conclusion
from risk.services.raise_aml_alert import raise_aml_alert
from risk.services.see_aml_evidence import see_aml_evidence
from risk.services.watch_money import watch_money


@staff(SEE)
@require_GET
@never_cache
def desk(request: PersonRequest) -> HttpResponse:
    """List the alerts by what is to be done about them."""
    return _desk(request)


def _desk(request: PersonRequest, look_form: forms.LookForm | None = None) -> HttpResponse:
    user = request.user
    view = request.GET.get("view", "new")
    view = view if view in queries.VIEWS else "new"
    counts = queries.tab_counts(user)
    may_work = user.has_right(WORK)
    context = {
        "page": page_by_key(queries.alerts(user, view), request),
        "view": view,
        "tabs": [(name, label, counts[name]) for name, label in story.TABS.items()],
        "summary": queries.summary(user),
        "questions": queries.open_questions(user),
        "left_behind": queries.left_behind(user),
        "thresholds": story.thresholds(),
        "may_work": may_work,
        "look_form": (look_form or forms.LookForm()) if may_work else None,
    }
    return render(request, "risk/office/aml_desk.html", context, status=422 if look_form else 200)


@staff(WORK)
@require_POST
def look(request: PersonRequest) -> HttpResponse:
    """Look at closed days again."""
    form = forms.LookForm(request.POST)
    if form.is_valid():
        try:
            raised = watch_money(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            count = len(raised)
            said = ngettext("%(count)s new alert.", "%(count)s new alerts.", count) % {"count": count}
            messages.success(request, said if count else _("These days give no new alert."))
            return redirect("aml_desk")
    return _desk(request, form)


@staff(WORK)
@require_http_methods(["GET", "POST"])
@never_cache
def new_alert(request: PersonRequest) -> HttpResponse:
    """Raise an alert by hand."""
    form = forms.RaiseForm(request.POST or None, initial={"customer_number": request.GET.get("customer", "")})
    if form.is_valid():
        try:
            alert = raise_aml_alert(
                customer_number=form.cleaned_data["customer_number"],
                words=form.cleaned_data["words"],
                actor=request.user,
                key=form.key,
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            return redirect("aml_alert", number=alert.number)
    return render(request, "risk/office/aml_new.html", {"form": form}, status=422 if form.is_bound else 200)


@staff(SEE)
@require_GET
@never_cache
def alert(request: PersonRequest, number: str) -> HttpResponse:
    """Show an alert with its figures, what was found, and what can be done now."""
    return _show(request, access_alert(request.user, number))


@staff(SEE)
@require_GET
@never_cache
def line(request: PersonRequest, number: str, place: str) -> HttpResponse:
    """Open one figure of an alert into the entry behind it."""
    found = access_alert(request.user, number)
    row = access_line(found, place)
    context = {
        "alert": found,
        "line": row,
        "entry": row.transfer.entry if row.transfer is not None else None,
        "transfers": queries.transfers_behind(row),
        "sees_books": request.user.has_right("finance.see_books"),
    }
    return render(request, "risk/office/aml_line.html", context)


@staff(WORK)
@require_POST
def assign(request: PersonRequest, number: str) -> HttpResponse:
    """Give the alert to a colleague."""
    found = access_alert(request.user, number)
    form = forms.AssignForm(request.POST)

    def act() -> None:
        assign_aml_alert(alert=found, actor=request.user, **form.cleaned_data)

    return _attempt(request, found, "assign_form", form, act, _("The alert has an investigator."))


@staff(WORK)
@require_POST
def note(request: PersonRequest, number: str) -> HttpResponse:
    """Write a remark into the investigation."""
    found = access_alert(request.user, number)
    form = forms.NoteForm(request.POST)

    def act() -> None:
        note_aml_alert(alert=found, kind="note", actor=request.user, **form.cleaned_data)

    return _attempt(request, found, "note_form", form, act, _("Kept."))


@staff(WORK)
@require_POST
def ask(request: PersonRequest, number: str) -> HttpResponse:
    """Ask a colleague of the desk."""
    found = access_alert(request.user, number)
    form = forms.QuestionForm(request.POST, viewer=request.user)

    def act() -> None:
        ask_aml_question(alert=found, actor=request.user, **form.cleaned_data)

    return _attempt(
        request, found, "question_form", form, act, _("The colleague finds the question at the desk.")
    )


@staff(WORK)
@require_POST
def answer(request: PersonRequest, number: str) -> HttpResponse:
    """Answer a question."""
    question = access_question(request.user, number)
    form = forms.AnswerForm(request.POST)

    def act() -> None:
        answer_aml_question(question=question, actor=request.user, **form.cleaned_data)

    found = access_alert(request.user, question.alert.number)
    return _attempt(request, found, "answer_form", form, act, _("The answer is kept."))


@staff(WORK)
@require_POST
def evidence(request: PersonRequest, number: str) -> HttpResponse:
    """Add a paper."""
    found = access_alert(request.user, number)
    form = forms.EvidenceForm(request.POST, request.FILES)

    def act() -> None:
        add_aml_evidence(alert=found, actor=request.user, **form.cleaned_data)

    return _attempt(request, found, "evidence_form", form, act, _("The paper is kept."))


@staff(SEE)
@require_GET
@never_cache
def paper(request: PersonRequest, number: str) -> HttpResponse:
    """Show a paper of an investigation."""
    found = access_evidence(request.user, number)
    content = see_aml_evidence(evidence=found, actor=request.user)
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=found.content_type, headers=headers)


@staff(WORK)
@require_POST
def propose(request: PersonRequest, number: str) -> HttpResponse:
    """Take the investigator's conclusion."""
    found = access_alert(request.user, number)
    form = forms.ProposeForm(request.POST)

    def act() -> None:
        propose_aml_conclusion(alert=found, actor=request.user, **form.cleaned_data)

    return _attempt(request, found, "propose_form", form, act, _("Another person concludes now."))


@staff(CONCLUDE)
@require_POST
def conclude(request: PersonRequest, number: str) -> HttpResponse:
    """Take the second person's decision."""
    found = access_alert(request.user, number)
    form = forms.ConcludeForm(request.POST)

    def act() -> None:
        conclude_aml_alert(alert=found, actor=request.user, **form.cleaned_data)

    return _attempt(request, found, "conclude_form", form, act, _("The decision is kept."))


def _attempt(
    request: PersonRequest, found: AmlAlert, name: str, form: RefusableForm, act: Any, done: str
) -> HttpResponse:
    if attempt(request, form, act, done):
        return redirect("aml_alert", number=found.number)
    return _show(request, found, **{name: form})


def _show(request: PersonRequest, found: AmlAlert, **bound: Any) -> HttpResponse:
    user, status = request.user, found.status
    offered = _forms_for(request, found) if user.has_right(WORK) else {}
    may_conclude = (
        status == AmlAlert.Status.PROPOSED
        and user.has_right(CONCLUDE)
        and not any(is_same_person(one, user) for one in (found.investigator, found.proposed_by) if one)
    )
    context = {
        "alert": found,
        "facts": story.alert_facts(found, user),
        "lines": story.shown_lines(found, user),
        "notes": queries.notes_of(found),
        "papers": found.evidence.select_related("added_by").order_by("pk"),
        "reports": found.reports.order_by("-pk"),
        "answer_form": forms.AnswerForm(),
        "conclude_form": forms.ConcludeForm() if may_conclude else None,
        **offered,
        **bound,
    }
    return render(request, "risk/office/aml_alert.html", context, status=422 if bound else 200)


def _forms_for(request: PersonRequest, found: AmlAlert) -> dict[str, Any]:
    """Return the forms a colleague of the desk may fill in now."""
    user, status = request.user, found.status
    is_open = status in (AmlAlert.Status.OPEN, AmlAlert.Status.INVESTIGATING)
    is_own = found.investigator_id == user.pk and status == AmlAlert.Status.INVESTIGATING
    is_case = not found.is_large and status in (AmlAlert.Status.REPORTABLE, AmlAlert.Status.REPORTED)
    return {
        "assign_form": forms.AssignForm(initial={"to": user.number}) if is_open else None,
        "note_form": forms.NoteForm() if status in AmlAlert.UNDECIDED else None,
        "question_form": forms.QuestionForm(viewer=user) if status in AmlAlert.UNDECIDED else None,
        "evidence_form": forms.EvidenceForm() if status in AmlAlert.UNDECIDED else None,
        "propose_form": forms.ProposeForm() if is_own else None,
        "may_report": is_case and found.report_id is None,
        "correct_form": forms.CaseReportForm() if is_case and status == AmlAlert.Status.REPORTED else None,
    }
