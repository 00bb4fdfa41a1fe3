"""Work on the black and the grey list: appeals, files of entries, exports; and the customer's own objections."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import clock
from accounts.access import PersonRequest, customer, staff
from accounts.errors import Refused
from accounts.rules import rule_value
from accounts.web.attempt import attempt
from accounts.web.file_answer import file_answer
from accounts.web.paging import page_by_key
from risk.database import list_queries, list_story, policies, story
from risk.database.list_file import COLUMNS, ListFile, template
from risk.database.timeline import FileSubject
from risk.forms.list_work import (
    DecideAppealForm,
    ExportForm,
    FileExportForm,
    ListFileForm,
    ObjectionForm,
    TakeDownForm,
    TieForm,
)
from risk.models import ListAppeal, ListExport
from risk.services.ask_export import ask_export
from risk.services.ask_list_appeal import ask_list_appeal
from risk.services.decide_list_appeal import decide_list_appeal, may_decide
from risk.services.fetch_export import fetch_export
from risk.services.send_list_file import send_list_file
from risk.services.tie_list_appeal import tie_list_appeal

UNMASK = "accounts.unmask"


@customer
@require_http_methods(["GET", "POST"])
def objections(request: PersonRequest) -> HttpResponse:
    """Let a customer say that something held of them is wrong, and see what became of it."""
    user = request.user
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and attempt(
        request,
        form,
        lambda: ask_list_appeal(words=form.cleaned_data["words"], actor=user, customer=user),
        _("Thank you. Somebody looks at it and we write to you."),
        aside={"appeal_open"},
    ):
        return redirect("own_objections")
    rows = list_story.own_rows(list_queries.appeals_by(user))
    context = {
        "form": None if any(row.is_open for row in rows) else form,
        "rows": rows,
        "answer_days": rule_value("lists.appeal")["answer_days"],
    }
    return render(request, "risk/customer/objections.html", context, status=422 if form.errors else 200)


@staff("accounts.see_watch_list")
@require_GET
def appeals(request: PersonRequest) -> HttpResponse:
    """List the appeals: those to decide by their day, or those decided."""
    view = "done" if request.GET.get("view") == "done" else ""
    page = page_by_key(list_queries.appeals(view), request, is_oldest_first=not view)
    context = {
        "page": page,
        "view": view,
        "today": clock.today(),
        "may_keep": request.user.has_right(policies.KEEP),
    }
    return render(request, "risk/office/database/appeals.html", context)


@staff("risk.keep_database")
@require_http_methods(["GET", "POST"])
def take_down(request: PersonRequest) -> HttpResponse:
    """Take down what somebody says of the lists."""
    form = TakeDownForm(request.POST or None)
    if form.is_valid():
        try:
            appeal = ask_list_appeal(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Taken down; another person decides."))
            return redirect("risk_list_appeal", number=appeal.number)
    return render(
        request, "risk/office/database/take_down.html", {"form": form}, status=422 if form.errors else 200
    )


@staff("accounts.see_watch_list")
@require_GET
def appeal(request: PersonRequest, number: str) -> HttpResponse:
    """Show one appeal, with the entries that name who asks."""
    return _appeal(request, policies.access_appeal(request.user, number))


@staff("risk.keep_database")
@require_POST
def tie(request: PersonRequest, number: str) -> HttpResponse:
    """Tie the appeal to the entry it is about."""
    found = policies.access_appeal(request.user, number)
    form = TieForm(request.POST, prefix="tie")
    if attempt(
        request,
        form,
        lambda: tie_list_appeal(appeal=found, entry_number=form.cleaned_data["entry"], actor=request.user),
        _("Tied to the entry."),
        aside={"appeal_over"},
    ):
        return redirect("risk_list_appeal", number=number)
    return _appeal(request, found, tie_form=form)


@staff("risk.approve_database")
@require_POST
def decide(request: PersonRequest, number: str) -> HttpResponse:
    """Decide the appeal."""
    found = policies.access_appeal(request.user, number)
    form = DecideAppealForm(request.POST, prefix="decide")
    if attempt(
        request,
        form,
        lambda: decide_list_appeal(appeal=found, actor=request.user, **form.cleaned_data),
        _("The decision is kept."),
        aside={"appeal_over"},
    ):
        return redirect("risk_list_appeal", number=number)
    return _appeal(request, found, decide_form=form)


def _appeal(request: PersonRequest, found: ListAppeal, **sent: Any) -> HttpResponse:
    user = request.user
    is_open = found.status == ListAppeal.Status.OPEN
    may_tie = is_open and user.has_right(policies.KEEP)
    may_rule = is_open and user.has_right(policies.APPROVE) and may_decide(found, user)
    context = {
        "appeal": found,
        "facts": list_story.appeal_facts(found),
        "entries": list_story.entries_about(found),
        "moments": list_story.moments_of("listappeal", found.pk),
        "is_late": is_open and found.answer_by_on < clock.today(),
        "tie_form": sent.get("tie_form") or (TieForm(prefix="tie") if may_tie else None),
        "decide_form": sent.get("decide_form") or (DecideAppealForm(prefix="decide") if may_rule else None),
    }
    return render(request, "risk/office/database/appeal.html", context, status=422 if sent else 200)


@staff("accounts.see_watch_list")
@require_GET
def imports(request: PersonRequest) -> HttpResponse:
    """List the files of entries, with the form for another."""
    return _imports(request, ListFileForm())


@staff("risk.keep_database")
@require_POST
@never_cache
def send_file(request: PersonRequest) -> HttpResponse:
    """Send a file of entries in; one with faults is reported line by line and nothing of it kept."""
    form = ListFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _imports(request, form, status=422)
    try:
        report, row = send_list_file(
            content=form.cleaned_data["file"].read(), source=form.cleaned_data["source"], actor=request.user
        )
    except Refused as refusal:
        form.add_refusal(refusal)
        return _imports(request, form, status=422)
    if row is None:
        return _imports(request, form, report=report, status=422)
    messages.success(request, _("Every line holds. Another person has to approve the file now."))
    return redirect("risk_list_import", number=row.number)


@staff("accounts.see_watch_list")
@require_GET
def import_template(request: PersonRequest) -> HttpResponse:
    """Hand out an empty file with the columns named."""
    answer = HttpResponse(template(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="list-entries.csv"'
    return answer


@staff("accounts.see_watch_list")
@require_GET
def list_import(request: PersonRequest, number: str) -> HttpResponse:
    """Show one file of entries and what became of it."""
    found = policies.access_import(request.user, number)
    context = {
        "row": found,
        "facts": list_story.import_facts(found),
        "moments": list_story.moments_of("listimport", found.pk),
    }
    return render(request, "risk/office/database/import.html", context)


def _imports(
    request: PersonRequest, form: ListFileForm, *, report: ListFile | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "page": page_by_key(list_queries.imports(), request),
        "form": form if request.user.has_right(policies.KEEP) else None,
        "report": report,
        "columns": list_story.column_facts(),
        "column_names": ",".join(COLUMNS),
    }
    return render(request, "risk/office/database/imports.html", context, status=status)


@staff("risk.see_database")
@require_http_methods(["GET", "POST"])
def exports(request: PersonRequest) -> HttpResponse:
    """List the exports one may see, and ask for one of the lists."""
    user = request.user
    may_ask = user.has_right(policies.EXPORT) and user.has_right("accounts.see_watch_list")
    form = ExportForm(request.POST or None, may_unmask=user.has_right(UNMASK)) if may_ask else None
    if (
        request.method == "POST"
        and form is not None
        and attempt(
            request,
            form,
            lambda: ask_export(actor=user, **form.cleaned_data),
            _("Another person has to approve the export now."),
        )
    ):
        return redirect("risk_exports")
    context = {"page": page_by_key(list_queries.exports_shown_to(user), request), "form": form, "me": user}
    errors = form is not None and bool(form.errors)
    return render(request, "risk/office/database/exports.html", context, status=422 if errors else 200)


@staff("risk.export_database")
@require_http_methods(["GET", "POST"])
def export_customer(request: PersonRequest, number: str) -> HttpResponse:
    """Ask to take a customer's file out."""
    return _export_file(request, policies.access_customer_file(request.user, number))


@staff("risk.export_database")
@require_http_methods(["GET", "POST"])
def export_dealer(request: PersonRequest, number: str) -> HttpResponse:
    """Ask to take a dealer's file out."""
    return _export_file(request, policies.access_dealer_file(request.user, number))


def _export_file(request: PersonRequest, subject: FileSubject) -> HttpResponse:
    form = FileExportForm(request.POST or None)
    if request.method == "POST" and attempt(
        request,
        form,
        lambda: ask_export(actor=request.user, subject=subject, **form.cleaned_data),
        _("Another person has to approve the export now."),
    ):
        return redirect("risk_exports")
    context = {"form": form, "subject": subject, "file_url": story.file_url_of(subject)}
    return render(
        request, "risk/office/database/export_file.html", context, status=422 if form.errors else 200
    )


@staff("risk.export_database")
@require_POST
@never_cache
def fetch(request: PersonRequest, number: str) -> HttpResponse:
    """Hand the file out, once."""
    found: ListExport = policies.access_own_export(request.user, number)
    try:
        content = fetch_export(export=found, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("risk_exports")
    return file_answer(content, f"{found.number}.csv", "text/csv; charset=utf-8")
