"""Early warning: the desk of signals, one signal, and how good signals were."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.rules import rule_value
from accounts.web.attempt import attempt
from accounts.web.tables.sheets import FILE_KINDS
from risk.domain.hit_rates import Period
from risk.forms.warnings import CloseSignalForm, NoticeForm, RatesForm, SignalsForm, SubjectForm
from risk.models import WarningSignal
from risk.portfolio.queries import last_day_of_book
from risk.portfolio.sheets import answer_file, may_take_out
from risk.services.add_to_notice import add_to_notice
from risk.services.close_signal import close_signal
from risk.warnings import queries, statistics, story
from risk.warnings.desk import WORK
from risk.warnings.lists import SIGNALS
from risk.warnings.policies import access_signal, find_subject
from risk.warnings.rules import RULE
from risk.warnings.words import rule_name, shown_hit, subject_url, subject_words

SEE = "risk.see_warnings"
MOST_HITS = 25


@staff(SEE)
@require_http_methods(["GET", "POST"])
def signals(request: PersonRequest) -> HttpResponse:
    """List the signals, the open ones first, with what waits on the desk."""
    state = request.GET.get("state", "")
    state = state if state in ("all", *WarningSignal.Status.values) else ""
    severity = request.GET.get("severity", "")
    severity = severity if severity in ("act", "watch") else ""
    code = request.GET.get("code", "")[:40]
    shown = SIGNALS.open(request, queries.listed_signals(state, severity, code))
    context = {
        "list": shown,
        "state": state,
        "severity": severity,
        "states": WarningSignal.Status.choices,
        "desk": queries.desk_figures(),
        "subject_form": SubjectForm() if request.user.has_right(WORK) else None,
    }
    return shown.answer or render(request, "risk/office/warnings/signals.html", context)


@staff(SEE)
def signal(request: PersonRequest, number: str) -> HttpResponse:
    """Show a signal with the figures and rows of each hit, and what may be done."""
    return _show(request, access_signal(request.user, number))


@staff(WORK)
@require_POST
def close(request: PersonRequest, number: str) -> HttpResponse:
    """Judge a signal that needs no notice."""
    found = access_signal(request.user, number)
    form = CloseSignalForm(request.POST)
    done = attempt(
        request,
        form,
        lambda: close_signal(signal=found, actor=request.user, **form.cleaned_data),
        _("The signal is closed."),
    )
    return redirect("risk_signal", number=number) if done else _show(request, found, close_form=form)


@staff(WORK)
@require_POST
def add(request: PersonRequest, number: str) -> HttpResponse:
    """Add a subject's open signals to the live notice about it."""
    found = access_signal(request.user, number)
    notice = queries.live_notice_of(found.subject_key)
    if notice is None:
        messages.error(request, _("There is no live notice about this any more."))
        return redirect("risk_signal", number=number)
    form = SignalsForm(request.POST, choices=signal_choices(found.subject_key), subject_key=found.subject_key)
    done = attempt(
        request,
        form,
        lambda: add_to_notice(
            notice=notice, signals=form.cleaned_data.get("signals", ()), actor=request.user
        ),
        _("The signals stand in the notice now."),
    )
    return redirect("risk_notice", number=notice.number) if done else _show(request, found, add_form=form)


def _show(request: PersonRequest, found: WarningSignal, **bound: Any) -> HttpResponse:
    may_work = request.user.has_right(WORK) and found.status == WarningSignal.Status.OPEN
    notice = queries.live_notice_of(found.subject_key)
    choices = signal_choices(found.subject_key) if may_work else []
    hits = found.hits.select_related("rule").order_by("-pk")[:MOST_HITS]
    forms: dict[str, Any] = {}
    if may_work:
        of = {"choices": choices, "subject_key": found.subject_key}
        forms["close_form"] = bound.get("close_form", CloseSignalForm())
        if notice is None:
            forms["notice_form"] = NoticeForm(**of, initial={"level": _level_for(found)})
        else:
            forms["add_form"] = bound.get("add_form", SignalsForm(**of))
    context = {
        "signal": found,
        "subject": subject_words(found),
        "subject_number": subject_number(found),
        "subject_url": subject_url(found, request.user),
        "facts": story.signal_facts(found),
        "hits": [shown_hit(one, request.user) for one in hits],
        "live_notice": notice,
        **forms,
    }
    return render(request, "risk/office/warnings/signal.html", context, status=422 if bound else 200)


def _level_for(signal: WarningSignal) -> str:
    return "orange" if signal.severity == "act" else "yellow"


def signal_choices(subject_key: str) -> list[tuple[str, str]]:
    """Return a subject's open signals to choose from."""
    rows = queries.open_signals_of(subject_key)
    return [(row.number, f"{rule_name(row.rule)} · {row.raised_on:%Y-%m-%d}") for row in rows]


def subject_number(row: Any) -> str:
    """Return the number of whom a signal or notice is about."""
    return str((row.dealer or row.loan or row.borrower).number)


@staff(WORK)
@require_POST
def begin(request: PersonRequest) -> HttpResponse:
    """Find whom a notice by hand is about."""
    form = SubjectForm(request.POST)
    if form.is_valid() and find_subject(form.cleaned_data["number"]) is not None:
        return redirect("risk_new_notice", number=form.cleaned_data["number"])
    messages.error(request, _("No loan, borrower or dealer has this number."))
    return redirect("risk_warnings")


@staff(SEE)
@require_http_methods(["GET", "POST"])
def hit_rates(request: PersonRequest) -> HttpResponse:
    """Show how good signals were in a period, as it stood at its end; a POST takes the table out as a file."""
    last = last_day_of_book()
    if last is None:
        return render(request, "risk/office/warnings/no_rates.html")
    period = _period(RatesForm(request.GET), last.as_of_on)
    figures = statistics.signal_figures(period)
    sheet = statistics.rate_sheet(figures)
    try:
        file = answer_file(request, [sheet])
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        file = redirect(request.get_full_path())
    context = {
        "period": period,
        "form": RatesForm(
            initial={"start": period.start_on, "on": period.end_on, "follow": period.follow_days}
        ),
        "headlines": statistics.headlines(figures),
        "charts": statistics.charts(figures),
        "sheet": sheet,
        "may_take_out": may_take_out(request),
        "file_kinds": FILE_KINDS,
    }
    return file or render(request, "risk/office/warnings/hit_rates.html", context)


def _period(form: RatesForm, last: dt.date) -> Period:
    """Return the period asked for, never beyond the last day of the book; else that of the rule."""
    asked = form.cleaned_data if form.is_valid() else {}
    end = min(asked.get("on") or last, last)
    rule = rule_value(RULE, on=clock.today())
    start = asked.get("start") or end - dt.timedelta(days=rule["history_days"])
    return Period(min(start, end), end, asked.get("follow") or rule["follow_days"])
