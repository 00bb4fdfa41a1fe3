"""The loan book of any day gone by: the figures, what follows from them, and the loans behind them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.web.confirm_self import confirms_self
from accounts.web.tables.sheets import FILE_KINDS, Sheet
from lending.domain.due_dates import add_months
from lending.models import Loan
from risk import policies
from risk.domain.provisions import middle_range_ppm
from risk.forms.portfolio import (
    DayForm,
    DowngradeForm,
    LiftForm,
    LoansForm,
    MigrationForm,
    ProvisionForm,
    VintageForm,
    day_of,
)
from risk.models import ClassDowngrade
from risk.portfolio import analyses, queries, story
from risk.portfolio.lists import PORTFOLIO_LOANS
from risk.portfolio.loan_story import class_facts, class_moments, loan_facts
from risk.portfolio.sheets import answer_file, may_take_out
from risk.services.lift_downgrade import lift_downgrade
from risk.services.propose_downgrade import propose_downgrade

SEE = "risk.see_portfolio"


def _page(
    request: PersonRequest, template: str, sheets: Sequence[Sheet], context: dict[str, Any]
) -> HttpResponse:
    """Answer with a file where one was asked for, else with the page."""
    try:
        file = answer_file(request, sheets)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        file = redirect(request.get_full_path())
    shown = {**context, "sheets": sheets, "may_take_out": may_take_out(request), "file_kinds": FILE_KINDS}
    return file or render(request, f"risk/office/{template}", shown)


def _closed_day(asked: dt.date | None) -> dt.date | None:
    """Return the newest day of the book up to the one asked for; the first one where that lies before it."""
    found = queries.last_day_of_book(asked) or queries.first_day_of_book()
    return found.as_of_on if found else None


def _no_book(request: PersonRequest) -> HttpResponse:
    return render(request, "risk/office/portfolio_none.html")


@staff(SEE)
@require_http_methods(["GET", "POST"])
def portfolio(request: PersonRequest) -> HttpResponse:
    """Show the book of a day: headline figures with their change, how late it is, and the book cut by a side."""
    on = _closed_day(day_of(DayForm(request.GET)))
    if on is None:
        return _no_book(request)
    loans, figures = story.book_of(on)
    ways = story.sides(story.dealer_names())
    side = ways.get(request.GET.get("by", ""), ways["grade"])
    sheets = [
        story.side_sheet(loans, side, on),
        story.bucket_sheet(figures, on),
        story.class_sheet(figures, on),
    ]
    context = {
        "on": on,
        "form": DayForm(initial={"on": on}),
        "headlines": story.headlines(figures, on),
        "charts": story.charts(figures, on),
        "sides": ways.values(),
        "side": side,
    }
    return _page(request, "portfolio.html", sheets, context)


@staff(SEE)
@require_http_methods(["GET", "POST"])
def loans(request: PersonRequest) -> HttpResponse:
    """List the loans behind a figure."""
    form = LoansForm(request.GET)
    on = _closed_day(day_of(form))
    if on is None:
        return _no_book(request)
    wanted = form.wanted if form.is_valid() else {}
    shown = PORTFOLIO_LOANS.open(request, queries.loan_rows(on, wanted))
    context = {"list": shown, "on": on, "form": DayForm(initial={"on": on}), "is_filtered": bool(wanted)}
    return shown.answer or render(request, "risk/office/portfolio_loans.html", context)


@staff(SEE)
@require_http_methods(["GET", "POST"])
def migration(request: PersonRequest) -> HttpResponse:
    """Show where the book of one day stood on another, and how fast buckets roll on."""
    form = MigrationForm(request.GET)
    on = _closed_day(day_of(form))
    if on is None:
        return _no_book(request)
    start = _closed_day(day_of(form, "start") or add_months(on, -1)) or on
    start = min(start, on)
    of = "class" if request.GET.get("of") == "class" else "bucket"
    rolls, chart = analyses.roll_sheet(on)
    sheets = [analyses.matrix_sheet(start, on, of), rolls]
    shown = MigrationForm(initial={"start": start, "on": on, "of": of})
    return _page(
        request, "portfolio_migration.html", sheets, {"on": on, "form": shown, "start": start, "chart": chart}
    )


@staff(SEE)
@require_http_methods(["GET", "POST"])
def vintages(request: PersonRequest) -> HttpResponse:
    """Show how much of each month's loans had gone bad by each month on book."""
    form = VintageForm(request.GET)
    on = _closed_day(day_of(form))
    if on is None:
        return _no_book(request)
    over = form.cleaned_data.get("over") or 90
    by = form.cleaned_data.get("by") or "amount"
    sheet, chart = analyses.vintage_sheet(analyses.vintages_of(on, over), over, by)
    shown = VintageForm(initial={"on": on, "over": over, "by": by})
    return _page(request, "portfolio_vintages.html", [sheet], {"on": on, "form": shown, "chart": chart})


@staff(SEE)
@require_http_methods(["GET", "POST"])
def provisions(request: PersonRequest) -> HttpResponse:
    """Show the provisions of a day in both readings, with the shares in the middle as chosen."""
    form = ProvisionForm(request.GET)
    on = _closed_day(day_of(form))
    if on is None:
        return _no_book(request)
    rule = analyses.provision_rule(on)
    _loans, figures = story.book_of(on)
    chosen = [form.ppm("substandard"), form.ppm("doubtful")]
    try:
        readings = analyses.both_readings(figures, rule, *chosen)
    except ValueError:
        form.add_error(None, _("A share may differ from the rule's by a fifth of it and no more."))
        readings = analyses.both_readings(figures, rule, None, None)
    reading = form.cleaned_data.get("reading") or "all"
    other = "normal" if reading == "all" else "all"
    sheets = [analyses.provision_sheet(readings[name], name, on) for name in (reading, other)]
    context = {
        "on": on,
        "form": form
        if form.errors
        else ProvisionForm(initial={**form.cleaned_data, "on": on, "reading": reading}),
        "reading": reading,
        "total_fen": sum(row.total_fen for row in readings[reading]),
        "other_fen": sum(row.total_fen for row in readings[other]),
        "substandard_range": middle_range_ppm(rule.substandard_ppm, rule),
        "doubtful_range": middle_range_ppm(rule.doubtful_ppm, rule),
        "chart": analyses.provision_chart(readings[reading]),
        "is_posted": analyses.is_posted(),
    }
    return _page(request, "portfolio_provisions.html", sheets, context)


@staff(SEE)
@require_http_methods(["GET", "POST"])
def stress(request: PersonRequest) -> HttpResponse:
    """Show the expected loss of a day and what the scenarios of the policy would make of it."""
    on = _closed_day(day_of(DayForm(request.GET)))
    if on is None:
        return _no_book(request)
    book, _figures = story.book_of(on)
    sheet, charts = analyses.stress_sheet(analyses.outcomes_of(book, on))
    sheets = [sheet, analyses.loss_sheet(book, on)]
    context = {"on": on, "form": DayForm(initial={"on": on}), "charts": charts, **analyses.stress_rules(on)}
    return _page(request, "portfolio_stress.html", sheets, context)


@staff(SEE)
@require_GET
def loan(request: PersonRequest, number: str) -> HttpResponse:
    """Show how one loan was classed day by day, and what was done by hand."""
    return _loan_page(request, policies.access_portfolio_loan(request.user, number))


def _loan_page(
    request: PersonRequest, found: Loan, bound: DowngradeForm | LiftForm | None = None
) -> HttpResponse:
    user = request.user
    downgrades = queries.downgrades_of(found)
    waiting = next((one for one in downgrades if one.status == ClassDowngrade.Status.PLANNED), None)
    counting = next((one for one in downgrades if one.status == ClassDowngrade.Status.IN_FORCE), None)
    may_ask = user.has_right("risk.plan_portfolio") and found.status == Loan.Status.ACTIVE and waiting is None
    may_lift = counting is not None and user.has_right("risk.approve_portfolio")
    states = queries.states_of_loan(found)
    context = {
        "loan": found,
        "may_open_loan": user.has_right("lending.see_loans"),
        "facts": loan_facts(found, states),
        "class_facts": class_facts(states),
        "moments": class_moments(states, downgrades),
        "waiting": waiting,
        "counting": counting,
        "downgrade_form": (bound if isinstance(bound, DowngradeForm) else DowngradeForm())
        if may_ask
        else None,
        "lift_form": (bound if isinstance(bound, LiftForm) else LiftForm()) if may_lift else None,
    }
    status = 400 if bound is not None else 200
    return render(request, "risk/office/portfolio_loan.html", context, status=status)


@staff("risk.plan_portfolio")
@require_POST
def downgrade(request: PersonRequest, number: str) -> HttpResponse:
    """Ask for a worse class."""
    found = policies.access_portfolio_loan(request.user, number)
    form = DowngradeForm(request.POST)
    if form.is_valid():
        try:
            propose_downgrade(loan=found, maker=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Another person has to approve the class now."))
            return redirect("risk_portfolio_loan", number=number)
    return _loan_page(request, found, form)


@staff("risk.approve_portfolio")
@confirms_self("decision")
@require_POST
def lift(request: PersonRequest, number: str) -> HttpResponse:
    """Lift the downgrade that counts."""
    found = policies.access_portfolio_loan(request.user, number)
    row = policies.access_counting_downgrade(found)
    form = LiftForm(request.POST)
    if form.is_valid():
        try:
            lift_downgrade(row=row, reason=form.cleaned_data["reason"], actor=request.user)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The rule alone classes this loan again."))
            return redirect("risk_portfolio_loan", number=number)
    return _loan_page(request, found, form)
