"""The front page and the open figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.access import public
from accounts.rules import rule
from lending.models import Application
from operations.presentation import disclosure_facts, return_facts
from operations.queries.dashboard import newest_listings, overdue_buckets
from operations.queries.figures import book_figures, lender_returns
from operations.queries.records import published_notices

SHOWN_LISTINGS = 3
SHOWN_NOTICES = 3


@public
def home(request: HttpRequest) -> HttpResponse:
    """Say what this is, with the open figures, what can be done, and how money is kept."""
    figures = book_figures(clock.today())
    purposes = dict(Application.Purpose.choices)
    context = {
        "figures": figures,
        "returns": return_facts(lender_returns(figures)),
        "listings": [
            (row, purposes.get(row.purpose, row.purpose)) for row in newest_listings(SHOWN_LISTINGS)
        ],
        "notices": published_notices()[:SHOWN_NOTICES],
    }
    return render(request, "operations/public/home.html", context)


@public
def disclosure(request: HttpRequest) -> HttpResponse:
    """Show the figures the disclosure rules ask for, as they stand today, each with its definition."""
    figures = book_figures(clock.today())
    context = {
        "figures": figures,
        "groups": disclosure_facts(figures),
        "returns": return_facts(lender_returns(figures)),
        "buckets": overdue_buckets(figures.as_of),
        "rule": rule("disclosure.month"),
    }
    return render(request, "operations/public/disclosure.html", context)


@public
def about(request: HttpRequest) -> HttpResponse:
    """Say who runs this and which regime it models."""
    return render(
        request, "operations/public/about.html", {"regime": rule("regime"), "custody": rule("custody")}
    )
