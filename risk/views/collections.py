"""The desk of collections: the officer's day, the cases, one case, results, the rule, complaints."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, staff
from accounts.rules import rules
from accounts.web.file_answer import pdf_answer
from accounts.web.forms import RefusableForm
from accounts.web.paging import page_by_key
from risk.collections import policies, queries
from risk.collections.assigning import officers_for
from risk.collections.lists import COLLECTIONS
from risk.collections.papers import draw_paper
from risk.collections.results import month_results, months_back
from risk.collections.rules import CONTACT, WORK, contact_rule, work_rule
from risk.collections.standing import is_owed
from risk.collections.story import debtor_facts, timeline
from risk.collections.words import rule_name, verdict_words
from risk.forms.collections import (
    BeginCallForm,
    ContactForm,
    HandOverForm,
    LetterForm,
    ReassignForm,
    SettlementForm,
)
from risk.models import CollectionCase
from risk.models.collection import CaseStatus, Stage

SEE = policies.SEE
COLLECT = "risk.collect"
LEAD = "risk.lead_collections"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
MONTHS = 12


@staff(SEE)
@require_GET
def collections(request: PersonRequest) -> HttpResponse:
    """Show the officer's day: broken promises first, then what is due, then the amount."""
    rows = [{"work": one, "words": verdict_words(one.verdict)} for one in queries.day_of(request.user)]
    context = {
        "rows": rows,
        "call": queries.open_call_of(request.user),
        "due": queries.due_cases(request.user).count(),
        "live": queries.live_cases().filter(officer=request.user).count(),
    }
    return render(request, "risk/office/collections.html", context)


@staff(SEE)
def collection_cases(request: PersonRequest) -> HttpResponse:
    """List the cases: those worked on, or of one state, stage and officer."""
    asked = {
        "state": _known(request.GET.get("state", ""), CaseStatus.values),
        "stage": _known(request.GET.get("stage", ""), Stage.values),
        "officer": request.GET.get("officer", "").strip().upper()[:24],
    }
    shown = COLLECTIONS.open(request, queries.listed_cases(**asked))
    context = {"list": shown, "asked": asked, "states": CaseStatus.choices, "stages": Stage.choices}
    return shown.answer or render(request, "risk/office/collection_cases.html", context)


@staff(SEE)
@require_GET
def collection(request: PersonRequest, number: str) -> HttpResponse:
    """Show a case with what the person may do on it."""
    return show_case(request, policies.access_collection(request.user, number))


def show_case(
    request: PersonRequest, case: CollectionCase, bound: tuple[str, RefusableForm] | None = None
) -> HttpResponse:
    """Show the case's page; `bound` is a form that was sent and refused, by its name."""
    file = queries.collection_file(case)
    forms = _forms(request, case)
    if bound is not None and bound[0] in forms:
        forms[bound[0]] = bound[1]
    context: dict[str, Any] = {
        "file": file,
        "case": case,
        "facts": debtor_facts(file),
        "moments": timeline(file),
        "may_call": verdict_words(file.verdict),
        "is_owed": is_owed(case.loan),
        "sent": bound[0] if bound is not None else "",
        **{f"{name}_form": form for name, form in forms.items()},
    }
    return render(request, "risk/office/collection.html", context, status=200 if bound is None else 422)


def _forms(request: PersonRequest, case: CollectionCase) -> dict[str, RefusableForm]:
    user = request.user
    forms: dict[str, RefusableForm] = {}
    if case.is_live and is_owed(case.loan) and user.has_right(COLLECT):
        forms = {
            "call": BeginCallForm(),
            "contact": ContactForm(),
            "letter": LetterForm(),
            "settlement": SettlementForm(),
        }
        if case.status == CaseStatus.OPEN:
            forms["hand_over"] = HandOverForm()
    if case.is_live and user.has_right(LEAD):
        forms["reassign"] = ReassignForm(officers=officers_for(case.loan.borrower))
    return forms


@staff(SEE)
@require_GET
def collection_paper(request: PersonRequest, number: str, language: str) -> HttpResponse:
    """Return a letter or the file as PDF."""
    paper = policies.access_collection_paper(request.user, number)
    return pdf_answer(draw_paper(paper, LANGUAGES[_language(language)]), f"{paper.number}-{language}.pdf")


def _language(asked: str) -> str:
    if asked not in LANGUAGES:
        raise Http404
    return asked


@staff(SEE)
@require_GET
def collection_results(request: PersonRequest) -> HttpResponse:
    """Show what collection achieved in a month, by officer and by stage."""
    months = months_back(MONTHS)
    chosen = _month(request.GET.get("month", ""), months)
    context = {
        "months": months,
        "chosen": chosen,
        "by_stage": month_results(chosen, "stage"),
        "by_officer": month_results(chosen, "officer"),
    }
    return render(request, "risk/office/collection_results.html", context)


def _month(asked: str, months: list[dt.date]) -> dt.date:
    return next((day for day in months if f"{day:%Y-%m}" == asked), months[0])


@staff(SEE)
@require_GET
def collection_rules(request: PersonRequest) -> HttpResponse:
    """Show the rules of contact and of work that hold, with their sources; they change by approval alone."""
    held = rules([CONTACT, WORK])
    context = {
        "contact": contact_rule(),
        "work": work_rule(),
        "rules": [(rule_name(code), held[code]) for code in (CONTACT, WORK)],
    }
    return render(request, "risk/office/collection_rules.html", context)


@staff("risk.see_contact_complaints")
@require_GET
def contact_complaints(request: PersonRequest) -> HttpResponse:
    """List what customers complained about, the newest first."""
    page = page_by_key(queries.complaints(), request)
    return render(request, "risk/office/contact_complaints.html", {"page": page})


def _known(value: str, values: list[str]) -> str:
    return value if value in values else ""
