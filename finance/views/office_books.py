"""The books for the office: the journal, one entry, and letting halted payouts run again."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.web.confirm_self import confirms_self
from accounts.web.paging import page_by_key
from finance.chart_in_force import chart_on
from finance.forms.books import JournalForm, LiftHaltForm
from finance.policies import access_entry
from finance.queries.journal import adjustment_of, journal, transfers_of
from finance.reports.period import Period
from finance.services.ask_halt_lift import ask_halt_lift
from finance.views.office_reports import show_trial


@staff("finance.see_books")
def entries(request: PersonRequest) -> HttpResponse:
    """List the journal, newest first, narrowed by reference, customer, ledger account and dates."""
    form = JournalForm(request.GET or None)
    page = page_by_key(journal(form.narrow()), request)
    return render(request, "finance/office/entries.html", {"form": form, "page": page})


@staff("finance.see_books")
def entry(request: PersonRequest, number: str) -> HttpResponse:
    """Show one entry with its transfers and what reverses it."""
    found = access_entry(number)
    accounts = chart_on()
    context = {
        "entry": found,
        "transfers": [
            (one, accounts[one.debit.code].name, accounts[one.credit.code].name)
            for one in transfers_of(found)
        ],
        "reversal": found.reversals.first(),
        "adjustment": adjustment_of(found),
        "day_query": Period(found.business_date, found.business_date).query,
    }
    return render(request, "finance/office/entry.html", context)


@staff("finance.lift_payout_halt")
@confirms_self("money")
@require_POST
def lift_halt(request: PersonRequest) -> HttpResponse:
    """Ask a second person to let payouts run again, after a clean verification."""
    form = LiftHaltForm(request.POST)
    if not form.is_valid():
        return show_trial(request, form)
    try:
        ask_halt_lift(actor=request.user, because=form.cleaned_data["because"])
    except Refused as refusal:
        form.add_refusal(refusal)
        return show_trial(request, form)
    messages.success(request, _("Another person has to approve it now."))
    return HttpResponseRedirect(reverse("office_books"))
