"""The credit bureau in the office: files, notices and disputes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.web.attempt import attempt
from accounts.web.file_answer import file_answer
from accounts.web.formats import plain_yuan
from accounts.web.paging import page_by_key
from risk.bureau import queries, story
from risk.bureau.policies import access_bureau_file, access_dispute
from risk.bureau.rules import ANSWER, MAKE, SEE
from risk.forms.bureau import AnswerDisputeForm, FileForm
from risk.models import BureauDispute, BureauFile
from risk.services.answer_bureau_dispute import answer_bureau_dispute, require_may_answer
from risk.services.drop_bureau_file import drop_bureau_file
from risk.services.make_bureau_file import make_bureau_file
from risk.services.take_out_bureau_file import take_out_bureau_file


@staff(SEE)
@require_GET
def files(request: PersonRequest) -> HttpResponse:
    """List the files, and offer the next month."""
    return _files(request)


def _files(request: PersonRequest, form: FileForm | None = None) -> HttpResponse:
    next_on = queries.next_month_end()
    may_make = request.user.has_right(MAKE)
    context = {
        "page": page_by_key(queries.files(), request),
        "next_on": next_on,
        "form": (form or FileForm(initial={"as_of_on": next_on})) if may_make else None,
    }
    return render(request, "risk/office/bureau_files.html", context, status=422 if form else 200)


@staff(MAKE)
@require_POST
def make(request: PersonRequest) -> HttpResponse:
    """Make a month's file."""
    form = FileForm(request.POST)
    if form.is_valid():
        try:
            made = make_bureau_file(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The file is made. Another person has to approve it now."))
            return redirect("bureau_file", number=made.number)
    return _files(request, form)


@staff(SEE)
@require_GET
def file(request: PersonRequest, number: str) -> HttpResponse:
    """Show a file with its totals and lines."""
    found = access_bureau_file(request.user, number)
    view = request.GET.get("view", "")
    view = view if view in story.FILE_TABS else ""
    may_make = request.user.has_right(MAKE)
    context = {
        "file": found,
        "facts": story.file_facts(found),
        "page": page_by_key(queries.records_of(found, view), request),
        "view": view,
        "tabs": story.FILE_TABS.items(),
        "may_take_out": may_make,
        "may_drop": may_make and found.status == BureauFile.Status.APPROVED and bool(found.error),
    }
    return render(request, "risk/office/bureau_file.html", context)


@staff(MAKE)
@require_POST
@never_cache
def take_out(request: PersonRequest, number: str) -> HttpResponse:
    """Hand the file out as it goes to the bureau; that it was taken out is recorded first."""
    found = access_bureau_file(request.user, number)
    content = take_out_bureau_file(file=found, actor=request.user)
    return file_answer(content, f"{found.number}.csv", "text/csv; charset=utf-8")


@staff(MAKE)
@require_POST
def drop(request: PersonRequest, number: str) -> HttpResponse:
    """Drop a file that the bureau does not take."""
    found = access_bureau_file(request.user, number)
    attempt(
        request,
        None,
        lambda: drop_bureau_file(number=found.number, actor=request.user),
        _("The file is dropped."),
    )
    return redirect("bureau_file", number=number)


@staff(SEE)
@require_GET
def notices(request: PersonRequest) -> HttpResponse:
    """List the notices before arrears are reported, with how they were delivered."""
    page = page_by_key(queries.notices(), request)
    context = {"page": page, "rows": queries.notice_rows(page.rows)}
    return render(request, "risk/office/bureau_notices.html", context)


@staff(ANSWER)
@require_GET
def disputes(request: PersonRequest) -> HttpResponse:
    """List the disputes with the days that are left."""
    view = request.GET.get("view", "open")
    view = view if view in story.DISPUTE_TABS else "open"
    page = page_by_key(queries.disputes(view), request)
    context = {
        "page": page,
        "rows": story.shown_disputes(page.rows),
        "view": view,
        "tabs": story.DISPUTE_TABS.items(),
    }
    return render(request, "risk/office/bureau_disputes.html", context)


@staff(SEE)
@require_GET
@never_cache
def dispute(request: PersonRequest, number: str) -> HttpResponse:
    """Show a dispute with what was reported."""
    return _dispute(request, access_dispute(request.user, number))


@staff(ANSWER)
@require_POST
def answer(request: PersonRequest, number: str) -> HttpResponse:
    """Take the answer."""
    found = access_dispute(request.user, number)
    form = AnswerDisputeForm(request.POST)

    def act() -> None:
        answer_bureau_dispute(
            dispute=found, answer=form.cleaned_data["answer"], right=form.right, actor=request.user
        )

    if attempt(request, form, act, _("The customer is told.")):
        return redirect("bureau_dispute", number=number)
    return _dispute(request, found, form)


def _dispute(
    request: PersonRequest, found: BureauDispute, form: AnswerDisputeForm | None = None
) -> HttpResponse:
    why_not = _why_not(request, found)
    record = found.record
    initial: dict[str, Any] = {
        "outcome": "kept",
        "state": record.state,
        "days_past_due": record.days_past_due,
        "overdue_fen": plain_yuan(record.overdue_fen),
        "five_class": record.five_class,
    }
    is_open = found.status == BureauDispute.Status.OPEN and request.user.has_right(ANSWER)
    context = {
        "dispute": found,
        "facts": story.dispute_facts(found),
        "record_facts": story.record_facts(record),
        "left": story.countdown(found),
        "form": (form or AnswerDisputeForm(initial=initial)) if is_open and not why_not else None,
        "why_not": why_not if is_open else "",
    }
    return render(request, "risk/office/bureau_dispute.html", context, status=422 if form else 200)


def _why_not(request: PersonRequest, found: BureauDispute) -> str:
    try:
        require_may_answer(found, request.user)
    except Refused as refusal:
        return str(refusal.message)
    return ""
