"""Warning notices: the list, the own ones, raising one, and everything that is done on one."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.access import PersonRequest, any_staff, staff
from accounts.approvals import is_same_person
from accounts.web.attempt import attempt
from accounts.web.forms import RefusableForm
from risk.forms.warnings import (
    AnswerForm,
    CloseNoticeForm,
    HandOverForm,
    MeasureForm,
    NoticeForm,
    ReturnForm,
)
from risk.models import WarningNotice
from risk.services.answer_notice import answer_notice, note_measure
from risk.services.close_notice import close_notice
from risk.services.raise_notice import NoticeWish, raise_notice
from risk.services.reassign_notice import reassign_notice
from risk.services.return_notice import return_notice
from risk.views.warnings import signal_choices
from risk.warnings import queries, story
from risk.warnings.desk import SEE, WORK, deadline
from risk.warnings.lists import NOTICES
from risk.warnings.policies import access_notice, find_subject
from risk.warnings.words import ICONS, TONES, days_left_words, rule_name, subject_url, subject_words

Status = WarningNotice.Status


@staff(SEE)
@require_http_methods(["GET", "POST"])
def notices(request: PersonRequest) -> HttpResponse:
    """List the notices, those first whose day comes first."""
    state = request.GET.get("state", "")
    state = state if state in ("late", "all", *Status.values) else ""
    shown = NOTICES.open(request, queries.listed_notices(state))
    context = {"list": shown, "state": state, "states": Status.choices}
    return shown.answer or render(request, "risk/office/warnings/notices.html", context)


@any_staff
def own_notices(request: PersonRequest) -> HttpResponse:
    """List what the person who looks has to answer, and had."""
    rows = [
        {"notice": row, "subject": subject_words(row), "tone": TONES[row.level], "icon": ICONS[row.level]}
        for row in queries.own_notices(request.user)[:100]
    ]
    return render(request, "risk/office/warnings/own_notices.html", {"rows": rows})


@staff(WORK)
@require_http_methods(["GET", "POST"])
def new_notice(request: PersonRequest, number: str) -> HttpResponse:
    """Raise a notice about a loan, a borrower or a dealer, of its open signals or by hand."""
    subject = find_subject(number)
    if subject is None:
        raise Http404
    key = subject.fields["subject_key"]
    form = NoticeForm(request.POST or None, choices=signal_choices(key), subject_key=key)

    def act() -> None:
        values = dict(form.cleaned_data)
        raise_notice(
            subject=subject,
            wish=NoticeWish(**{**values, "signals": values.get("signals", ())}),
            actor=request.user,
        )

    if form.is_bound and attempt(request, form, act, _("The notice is raised and its owner is told.")):
        notice = queries.live_notice_of(key)
        return redirect("risk_notice", number=notice.number) if notice else redirect("risk_notices")
    context = {
        "form": form,
        "number": number,
        "subject": subject_words(WarningNotice(**subject.fields)),
        "live_notice": queries.live_notice_of(key),
        "deadlines": [
            (WarningNotice.Level(level).label, deadline(level, clock.today()))
            for level in WarningNotice.Level.values
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "risk/office/warnings/new_notice.html", context, status=status)


@any_staff
def notice(request: PersonRequest, number: str) -> HttpResponse:
    """Show a notice to its owner and to whoever sees warnings."""
    return _show(request, access_notice(request.user, number))


@any_staff
@require_POST
def answer(request: PersonRequest, number: str) -> HttpResponse:
    """Take the owner's answer."""
    found, form = access_notice(request.user, number), AnswerForm(request.POST)
    said = _("Your answer is kept; risk looks at it.")
    return _do(
        request,
        found,
        "answer_form",
        form,
        said,
        lambda: answer_notice(notice=found, actor=request.user, **form.cleaned_data),
    )


@any_staff
@require_POST
def measure(request: PersonRequest, number: str) -> HttpResponse:
    """Write a measure down."""
    found, form = access_notice(request.user, number), MeasureForm(request.POST)
    return _do(
        request,
        found,
        "measure_form",
        form,
        _("The measure is kept."),
        lambda: note_measure(notice=found, actor=request.user, **form.cleaned_data),
    )


@staff(WORK)
@require_POST
def give_back(request: PersonRequest, number: str) -> HttpResponse:
    """Give an answered notice back to its owner."""
    found, form = access_notice(request.user, number), ReturnForm(request.POST)
    return _do(
        request,
        found,
        "return_form",
        form,
        _("The notice is the owner's again, with a new day."),
        lambda: return_notice(notice=found, actor=request.user, **form.cleaned_data),
    )


@staff(WORK)
@require_POST
def hand_over(request: PersonRequest, number: str) -> HttpResponse:
    """Give a notice to another owner."""
    found, form = access_notice(request.user, number), HandOverForm(request.POST)
    return _do(
        request,
        found,
        "hand_over_form",
        form,
        _("The notice has another owner, who is told."),
        lambda: reassign_notice(notice=found, actor=request.user, **form.cleaned_data),
    )


@staff(WORK)
@require_POST
def close(request: PersonRequest, number: str) -> HttpResponse:
    """Close a notice with what came of it."""
    found, form = access_notice(request.user, number), CloseNoticeForm(request.POST)
    return _do(
        request,
        found,
        "close_form",
        form,
        _("The notice and its signals are closed."),
        lambda: close_notice(notice=found, actor=request.user, **form.cleaned_data),
    )


def _do(
    request: PersonRequest,
    found: WarningNotice,
    name: str,
    form: RefusableForm,
    said: str,
    act: Callable[[], Any],
) -> HttpResponse:
    if attempt(request, form, act, said):
        return redirect("risk_notice", number=found.number)
    return _show(request, found, **{name: form})


def _show(request: PersonRequest, found: WarningNotice, **bound: RefusableForm) -> HttpResponse:
    user = request.user
    steps = list(found.steps.select_related("made_by").order_by("pk"))
    signals = found.signals.select_related("rule").order_by("pk")
    context = {
        "notice": found,
        "subject": subject_words(found),
        "subject_url": subject_url(found, user),
        "level_tone": TONES[found.level],
        "level_icon": ICONS[found.level],
        "due_words": days_left_words(found, clock.today()),
        "facts": story.notice_facts(found),
        "moments": story.notice_moments(found, steps),
        "signals": [(one, rule_name(one.rule)) for one in signals],
        "remedies": story.remedies(found, user),
        "may_see": user.has_right(SEE),
        **{name: bound.get(name, make()) for name, make in _offered(user, found).items()},
    }
    return render(request, "risk/office/warnings/notice.html", context, status=422 if bound else 200)


def _offered(user: Any, found: WarningNotice) -> dict[str, Callable[[], RefusableForm]]:
    """Return the forms this person is offered on a notice in this state."""
    is_owner, may_work = found.owner_id == user.pk, user.has_right(WORK)
    offered: dict[str, Callable[[], RefusableForm]] = {}
    if found.status not in WarningNotice.LIVE:
        return offered
    if is_owner and found.status == Status.OPEN:
        offered["answer_form"] = AnswerForm
    if is_owner or may_work:
        offered["measure_form"] = MeasureForm
    if may_work:
        if found.status == Status.ANSWERED:
            offered["return_form"] = ReturnForm
        if found.level != WarningNotice.Level.RED or not is_same_person(found.owner, user):
            offered["close_form"] = CloseNoticeForm
        offered["hand_over_form"] = HandOverForm
    return offered
