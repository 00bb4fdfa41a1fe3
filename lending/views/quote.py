"""The calculator and the borrower's front page."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts import clock
from accounts.access import public
from accounts.web.formats import rate_up, yuan
from accounts.web.parts import Fact
from lending.forms.quote import QuoteForm, quote_data
from lending.goods.story import order_row
from lending.labels import METHOD_HINTS, days_label
from lending.models import ProductVersion
from lending.models.application_paper import PaperKind
from lending.models.product import ProductLine
from lending.product_terms import rate_of
from lending.queries.borrowing import borrowing_of
from lending.queries.goods import open_orders_of
from lending.queries.product_figures import all_in_range
from lending.queries.products import current_versions
from lending.queries.quotes import Quote, quote_loan
from lending.quote_story import quote_facts
from lending.what_if import what_if


@public
def calculator(request: HttpRequest) -> HttpResponse:
    """Show what a loan costs, live while one types; a plain form without script."""
    versions = list(current_versions(ProductLine.CASH))
    if not versions:
        return render(request, "lending/public/nothing_offered.html")
    version = _chosen(versions, request.GET.get("product", ""))
    data = quote_data(request.GET, version)
    form = QuoteForm(data, version=version)
    quote = None
    if form.is_valid():
        rate_ppm = rate_of(version, form.cleaned_data["grade"], form.cleaned_data["periods"])
        quote = quote_loan(version, rate_ppm=rate_ppm, on=clock.today(), **form.terms())
    context = {"form": form, "version": version, "versions": versions, **quote_context(quote, data)}
    if quote is not None:
        context["what_if"] = what_if(quote, form.cleaned_data["early"], form.cleaned_data["late_days"])
        context["late_days"] = days_label(form.cleaned_data["late_days"])
    template = "_quote.html" if request.headers.get("HX-Request") else "calculator.html"
    return render(request, f"lending/public/{template}", context)


@public
def borrow(request: HttpRequest) -> HttpResponse:
    """Show what can be borrowed; to a borrower first what is under way."""
    own = borrowing_of(request.user) if getattr(request.user, "is_customer", False) else None
    today = clock.today()
    offers = [
        {"version": version, "facts": _product_facts(version, today)}
        for version in current_versions(ProductLine.CASH)
    ]
    orders = [order_row(one) for one in open_orders_of(request.user)] if own is not None else []  # type: ignore[arg-type]
    return render(request, "lending/public/borrow.html", {"own": own, "orders": orders, "offers": offers})


def quote_context(quote: Quote | None, data: dict[str, str]) -> dict[str, Any]:
    """Return what the quote's fragment shows."""
    if quote is None:
        return {"quote": None}
    kept = {name: data[name] for name in ("product", "amount", "periods", "method")}
    return {
        "quote": quote,
        "rows": quote.schedule.instalments,
        "facts": quote_facts(quote),
        "method_hint": METHOD_HINTS.get(quote.schedule.terms.method, ""),
        "apply_query": urlencode(kept),
    }


def _chosen(versions: list[ProductVersion], code: str) -> ProductVersion:
    return next((version for version in versions if version.product.code == code), versions[0])


def papers_facts(version: ProductVersion) -> list[Fact]:
    """Return which papers an application under the version needs; nothing where it needs none."""
    if not version.papers_needed:
        return []
    named = [str(PaperKind(kind).label) for kind in version.papers_needed]
    return [Fact(_("Papers needed"), " · ".join(named))]


def _product_facts(version: ProductVersion, on: dt.date) -> list[Fact]:
    least_ppm, most_ppm = all_in_range(version, on)
    terms = {"least": min(version.term_choices), "most": max(version.term_choices)}
    amounts = {"least": yuan(version.amount_min_fen), "most": yuan(version.amount_max_fen)}
    shown = {"least": rate_up(least_ppm), "most": rate_up(most_ppm)}
    return [
        Fact(
            _("Annual rate with all fees"),
            _("%(least)s to %(most)s") % shown,
            _("over every grade, term and way of repayment"),
            is_figure=True,
        ),
        Fact(_("Amount"), _("%(least)s to %(most)s") % amounts, is_figure=True),
        Fact(_("Term"), _("%(least)s to %(most)s months") % terms, is_figure=True),
        *papers_facts(version),
    ]
