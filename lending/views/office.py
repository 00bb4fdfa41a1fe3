"""Lending in the back office: applications, listings and loans, to read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts import clock
from accounts.access import PersonRequest, staff
from accounts.web.paging import page_by_key
from lending.application_papers import paper_groups
from lending.application_story import (
    application_facts,
    application_moments,
    application_steps,
    offer_facts,
)
from lending.conditions.queries import conditions_of
from lending.conditions.story import shown_condition
from lending.contracts.policies import borrowers_papers
from lending.forms.loan_hold import HoldLoanForm
from lending.labels import method_label, periods_label, purpose_label
from lending.listing_facts import disclosure_facts, loan_facts
from lending.lists import APPLICATIONS, LISTINGS, LOANS
from lending.models import Application, Bid, BorrowerStanding, Claim, Listing, Loan, LoanPayment
from lending.page_sections import OFFICE_LOAN_PAGE, OfficeLoan
from lending.policies import access_application_as_staff, access_listing_as_staff, access_loan_as_staff
from lending.queries.exposure import exposure_of_borrower
from lending.queries.loans import read_loan_files
from lending.queries.office import listed_applications, listed_listings, listed_loans
from lending.queries.quotes import quote_loan
from lending.readiness import missing_for_funding


def _asked(request: HttpRequest, states: list[str]) -> dict[str, str]:
    status, number = request.GET.get("status", ""), request.GET.get("number", "").strip().upper()
    return {"status": status if status in states else "", "number": number[:24]}


def _filters(request: HttpRequest, choices: list[tuple[str, Any]], asked: dict[str, str]) -> dict[str, Any]:
    return {"choices": [("", _("All")), *choices], "asked": asked}


@staff("lending.see_loans")
def applications(request: PersonRequest) -> HttpResponse:
    """List applications."""
    choices = [("open", _("On their way")), *Application.Status.choices]
    asked = _asked(request, [value for value, _label in choices])
    shown = APPLICATIONS.open(request, listed_applications(**asked))
    context = {"list": shown, **_filters(request, choices, asked)}
    return shown.answer or render(request, "lending/office/applications.html", context)


@staff("lending.see_loans")
def application(request: PersonRequest, number: str) -> HttpResponse:
    """Show one application with its decisions, its listing and what still stands in its way."""
    found = access_application_as_staff(number)
    listing = Listing.objects.filter(application=found).first()
    standing = BorrowerStanding.objects.filter(borrower=found.borrower).first()
    amount_fen = (found.decision.amount_fen if found.decision else None) or found.amount_fen or 0
    context = {
        "application": found,
        "listing": listing,
        "loan": Loan.objects.filter(application=found).first(),
        "standing": standing,
        "exposure_fen": exposure_of_borrower(found.borrower, other_than=found),
        "facts": application_facts(found),
        "papers": paper_groups(found),
        "offer_facts": offer_facts(found),
        "steps": application_steps(found),
        "moments": application_moments(found, listing),
        "holds": found.holds.filter(released_at__isnull=True).select_related("placed_by"),
        "conditions": [shown_condition(row, clock.today()) for row in conditions_of(found)],
        "missing": missing_for_funding(
            found,
            standing,
            amount_fen=amount_fen,
            on=clock.today(),
            is_payout=found.status in (Application.Status.LISTED, Application.Status.FUNDED),
        )
        if found.is_open
        else [],
    }
    return render(request, "lending/office/application.html", context)


@staff("lending.see_loans")
def listings(request: PersonRequest) -> HttpResponse:
    """List listings."""
    asked = _asked(request, Listing.Status.values)
    shown = LISTINGS.open(request, listed_listings(**asked))
    context = {"list": shown, **_filters(request, Listing.Status.choices, asked)}
    return shown.answer or render(request, "lending/office/listings.html", context)


@staff("lending.see_loans")
def listing(request: PersonRequest, number: str) -> HttpResponse:
    """Show one listing with its bids."""
    found = access_listing_as_staff(number)
    quote = quote_loan(
        found.product_version,
        amount_fen=found.amount_fen,
        rate_ppm=found.rate_ppm,
        periods=found.periods,
        method=found.method,
        on=found.opened_on,
    )
    context = {
        "listing": found,
        "loan_facts": loan_facts(found, quote),
        "disclosure_facts": disclosure_facts(found),
        "page": page_by_key(Bid.objects.filter(listing=found).select_related("investor"), request),
    }
    return render(request, "lending/office/listing.html", context)


@staff("lending.see_loans")
def loans(request: PersonRequest) -> HttpResponse:
    """List loans."""
    choices = [("overdue", _("Overdue")), *Loan.Status.choices]
    asked = _asked(request, [value for value, _label in choices])
    shown = LOANS.open(request, listed_loans(**asked))
    context = {"list": shown, **_filters(request, choices, asked)}
    return shown.answer or render(request, "lending/office/loans.html", context)


@staff("lending.see_loans")
def loan(request: PersonRequest, number: str) -> HttpResponse:
    """Show one loan: its schedule in force, what was paid, and who holds it."""
    found = access_loan_as_staff(number)
    claims = Claim.objects.filter(loan=found)
    may_hold = request.user.has_right("lending.hold_loans")
    # The rows keep the overdue interest of the last close; what is owed is worked out for today, as everywhere else.
    [file] = read_loan_files([found], clock.today())
    context = {
        "now_fen": file.dues.now_fen,
        "overdue_days": file.overdue_days,
        "loan": found,
        "term": periods_label(found.periods),
        "method": method_label(found.method),
        "purpose": purpose_label(found.application.purpose),
        "instalments": file.rows,
        "payments": LoanPayment.objects.filter(loan=found).select_related("paid_by").order_by("-pk")[:25],
        "holds": found.holds.filter(released_at__isnull=True).select_related("placed_by"),
        "papers": borrowers_papers(found),
        "sections": OFFICE_LOAN_PAGE.shown(OfficeLoan(found, request.user)),
        "hold_form": HoldLoanForm() if may_hold and found.status != Loan.Status.SETTLED else None,
        "may_read_books": request.user.has_right("finance.see_books"),
        "page": page_by_key(claims.select_related("holder"), request, size=10),
    }
    return render(request, "lending/office/loan.html", context)
