"""The steps of a report: writing, refreshing, measures and ratings, submitting, signing, correcting, answering."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import PersonRequest, any_staff, staff
from accounts.web.attempt import attempt
from accounts.web.confirm_self import confirms_self
from accounts.web.forms import RefusableForm
from risk.forms import report as forms
from risk.models import ReportVersion, RiskReport
from risk.reports.policies import access_measure, access_report
from risk.services.answer_warning import answer_warning
from risk.services.correct_report import correct_report, drop_report
from risk.services.note_report import note_report
from risk.services.propose_measure import drop_measure, propose_measure
from risk.services.rate_risk import rate_risk
from risk.services.refresh_report import refresh_report
from risk.services.sign_report import sign_report
from risk.services.submit_report import return_report, submit_report
from risk.services.write_report_text import take_over_sentences, write_report_text
from risk.views.reports import show_report

WRITE = "risk.write_reports"
SIGN = "risk.sign_reports"


@staff(WRITE)
@require_POST
def text(request: PersonRequest, number: str) -> HttpResponse:
    """Keep the text of a chapter, or take the sentences over into it."""
    found = access_report(request.user, number)
    form = forms.ChapterForm(request.POST)
    if request.POST.get("take_over"):
        return _step(
            request,
            found,
            None,
            lambda: take_over_sentences(
                version=found, chapter=request.POST.get("chapter", ""), actor=request.user
            ),
            _("The sentences are taken over. Edit them where they need it."),
        )
    return _step(
        request,
        found,
        form,
        lambda: write_report_text(version=found, actor=request.user, **form.cleaned_data),
        _("The text is kept."),
        name="text",
    )


@staff(WRITE)
@require_POST
def refresh(request: PersonRequest, number: str) -> HttpResponse:
    """Freeze the figures anew."""
    found = access_report(request.user, number)
    answer: list[bool] = []
    done = attempt(
        request,
        None,
        lambda: answer.append(refresh_report(version=found, actor=request.user)),
        _("The figures were worked out anew."),
    )
    if done and answer == [False]:
        messages.info(request, _("Nothing differs: the figures stay as they were frozen."))
    return redirect("risk_report", number=number)


@staff(WRITE)
@require_POST
def measure(request: PersonRequest, number: str) -> HttpResponse:
    """Propose a measure."""
    found = access_report(request.user, number)
    form = forms.MeasureForm(request.POST)
    return _step(
        request,
        found,
        form,
        lambda: propose_measure(version=found, actor=request.user, **form.cleaned_data),
        _("The measure is in the draft."),
        name="measure",
    )


@staff(WRITE)
@require_POST
def remove_measure(request: PersonRequest, number: str) -> HttpResponse:
    """Take a measure out of its draft."""
    found = access_measure(request.user, number)
    return _step(
        request,
        found.version,
        None,
        lambda: drop_measure(measure=found, actor=request.user),
        _("The measure is taken out."),
    )


@staff(WRITE)
@require_POST
def rating(request: PersonRequest, number: str) -> HttpResponse:
    """Judge a kind of risk."""
    found = access_report(request.user, number)
    form = forms.RatingForm(request.POST)
    return _step(
        request,
        found,
        form,
        lambda: rate_risk(version=found, actor=request.user, **form.cleaned_data),
        _("The judgment is kept."),
        name="rating",
    )


@staff(WRITE)
@require_POST
def submit(request: PersonRequest, number: str) -> HttpResponse:
    """Send the draft to its signature."""
    found = access_report(request.user, number)
    form = forms.SubmitForm(request.POST, is_assessment=found.report.kind == RiskReport.Kind.ASSESSMENT)
    return _step(
        request,
        found,
        form,
        lambda: submit_report(version=found, actor=request.user, **form.cleaned_data),
        _("Submitted. Another person signs it."),
        name="submit",
    )


@staff(SIGN)
@require_POST
def give_back(request: PersonRequest, number: str) -> HttpResponse:
    """Give it back to be written on."""
    found = access_report(request.user, number)
    form = forms.ReturnForm(request.POST)
    return _step(
        request,
        found,
        form,
        lambda: return_report(version=found, actor=request.user, **form.cleaned_data),
        _("It is a draft again, with your words."),
        name="give_back",
    )


@staff(SIGN)
@confirms_self("decision")
@require_POST
def sign(request: PersonRequest, number: str) -> HttpResponse:
    """Sign and seal."""
    found = access_report(request.user, number)
    form = forms.SignForm(request.POST)
    return _step(
        request,
        found,
        form,
        lambda: sign_report(version=found, actor=request.user, **form.cleaned_data),
        _("Signed and sealed."),
        name="sign",
    )


@staff("risk.note_reports")
@require_POST
def note(request: PersonRequest, number: str) -> HttpResponse:
    """Keep that the management has seen it."""
    found = access_report(request.user, number)
    return _step(
        request,
        found,
        None,
        lambda: note_report(version=found, actor=request.user),
        _("Noted that you have seen it."),
    )


@staff(WRITE)
@require_POST
def correct(request: PersonRequest, number: str) -> HttpResponse:
    """Begin a correction and open it."""
    found = access_report(request.user, number)
    form = forms.CorrectForm(request.POST)
    begun: list[ReportVersion] = []
    done = attempt(
        request,
        form,
        lambda: begun.append(correct_report(version=found, actor=request.user, **form.cleaned_data)),
        _("A new version is begun. The signed one stays valid until this one is signed."),
    )
    if done:
        return redirect("risk_report", number=begun[0].number)
    return show_report(request, found, correct=form)


@staff(WRITE)
@require_POST
def drop(request: PersonRequest, number: str) -> HttpResponse:
    """Drop a draft."""
    found = access_report(request.user, number)
    form = forms.DropForm(request.POST)
    return _step(
        request,
        found,
        form,
        lambda: drop_report(version=found, actor=request.user, **form.cleaned_data),
        _("The draft is dropped."),
        name="drop",
    )


@any_staff
@require_POST
def answer(request: PersonRequest, number: str) -> HttpResponse:
    """Take the addressee's answer to a warning."""
    found = access_report(request.user, number)
    form = forms.AnswerForm(request.POST)
    return _step(
        request,
        found,
        form,
        lambda: answer_warning(version=found, actor=request.user, **form.cleaned_data),
        _("Your answer is kept."),
        name="answer",
    )


def _step(
    request: PersonRequest,
    found: ReportVersion,
    form: RefusableForm | None,
    act: Callable[[], Any],
    done: str,
    *,
    name: str = "",
) -> HttpResponse:
    """Do one thing and lead back; show the page again with the form that was refused, typed as it was."""
    if attempt(request, form, act, done) or form is None:
        return redirect("risk_report", number=found.number)
    return show_report(request, found, **{name: form})
