"""The way through an application: what, what for, from what, and off it goes."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.onboarding import borrower_profile, unknown_of
from accounts.web.parts import Step
from lending.application_papers import paper_groups
from lending.application_story import application_facts
from lending.forms.application import IncomeForm, PurposeForm, SubmitForm, filled_from_profile
from lending.forms.goods import GoodsSourceForm
from lending.forms.quote import LoanTermsForm, quote_data
from lending.goods.story import order_facts
from lending.labels import still_missing_words
from lending.models import Application, ProductVersion
from lending.models.product import ProductLine
from lending.policies import access_draft
from lending.product_terms import premium_of
from lending.queries.application_papers import asks_for_papers, missing_kinds, papers_of
from lending.queries.goods import order_of
from lending.queries.products import current_versions
from lending.queries.quotes import Quote, quote_loan
from lending.services.save_application import save_application
from lending.services.start_application import start_application
from lending.services.submit_application import submit_application
from lending.views.quote import quote_context

SCREENS: dict[str, type[forms.Form]] = {"purpose": PurposeForm, "income": IncomeForm}


@customer
def apply(request: PersonRequest) -> HttpResponse:
    """Choose product, amount and term; the draft begins here."""
    user: Any = request.user
    if user.identity_verified_at is None:
        return render(request, "lending/customer/apply_identity.html", {"steps": steps(None, "amount")})
    versions = list(current_versions(ProductLine.CASH))
    code = request.POST.get("product") or request.GET.get("product", "")
    version = next((one for one in versions if one.product.code == code), versions[0] if versions else None)
    if version is None:
        return render(request, "lending/public/nothing_offered.html")
    data = request.POST if request.method == "POST" else quote_data(request.GET, version)
    form = LoanTermsForm(data, version=version)
    refusal = None
    if form.is_valid() and request.method == "POST":
        try:
            draft = start_application(borrower=user, product_code=version.product.code)
            save_application(application=draft, borrower=user, values=form.terms())
            return redirect("apply_screen", number=draft.number, screen="purpose")
        except Refused as error:
            refusal = error.message
    quote = _quote(version, form) if form.is_valid() else None
    context = {
        "form": form,
        "version": version,
        "versions": versions,
        "refusal": refusal,
        "is_applying": True,
    }
    context |= quote_context(quote, quote_data(data, version)) | {"steps": steps(None, "amount", version)}
    template = (
        "lending/public/_quote.html" if request.headers.get("HX-Request") else "lending/customer/apply.html"
    )
    return render(request, template, context)


@customer
def apply_screen(request: PersonRequest, number: str, screen: str) -> HttpResponse:
    """Fill in one group of questions of the draft, and keep it."""
    application = access_draft(request.user, number)
    if screen not in SCREENS:
        raise Http404
    order = order_of(application)
    form_class = GoodsSourceForm if order is not None and screen == "purpose" else SCREENS[screen]
    initial = {name: getattr(application, name) for name in form_class.base_fields}
    if screen == "income":
        initial = filled_from_profile(initial, borrower_profile(application.borrower))
    form = form_class(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_application(application=application, borrower=request.user, values=form.cleaned_data)
        return redirect(_screen_url(application, _beside(application, screen, 1)))
    context = {
        "application": application,
        "form": form,
        "screen": screen,
        "steps": steps(application, screen),
        "back_url": back_url(application, screen),
        "goods_facts": order_facts(order) if order is not None and screen == "purpose" else [],
    }
    return render(request, "lending/customer/apply_screen.html", context)


@customer
def apply_check(request: PersonRequest, number: str) -> HttpResponse:
    """Read everything once more, agree, and send it in."""
    application = access_draft(request.user, number)
    form = SubmitForm(request.POST or None)
    missing = missing_kinds(application, papers_of(application))
    if request.method == "POST" and form.is_valid():
        try:
            submit_application(
                application=application,
                borrower=request.user,
                agrees_to_credit_query=form.cleaned_data["credit"],
                agrees_to_disclosure=form.cleaned_data["disclosure"],
            )
            return redirect("application", number=application.number)
        except Refused as refusal:
            form.add_refusal(refusal)
    context = {
        "application": application,
        "form": form,
        "facts": application_facts(application),
        "groups": paper_groups(application),
        "missing_papers": still_missing_words(missing) if missing else "",
        "unknown": unknown_of(application.borrower),
        "steps": steps(application, "check"),
        "back_url": back_url(application, "check"),
    }
    return render(request, "lending/customer/apply_check.html", context)


def steps(application: Application | None, now: str, version: ProductVersion | None = None) -> list[Step]:
    """Return the steps of the way with their states; those passed can be opened again.

    Before there is a draft, the version of the product says whether papers are on the way.
    """
    has_papers = asks_for_papers(application) if application is not None else _needs_papers(version)
    names = [
        ("amount", _("Amount")),
        ("purpose", _("Purpose")),
        ("income", _("Income")),
        *([("papers", _("Papers"))] if has_papers else []),
        ("check", _("Check")),
    ]
    at = [name for name, _label in names].index(now)
    return [
        Step(
            label,
            "now" if place == at else "done" if place < at else "later",
            _screen_url(application, name) if application is not None and place < at else "",
        )
        for place, (name, label) in enumerate(names)
    ]


def _screen_url(application: Application, screen: str) -> str:
    if screen == "amount":
        order = order_of(application)
        if order is not None:
            return reverse("goods_order", args=[order.number])
        return f"{reverse('apply')}?product={application.product_version.product.code}" + (
            f"&amount={(application.amount_fen or 0) // 100}&periods={application.periods}&method={application.method}"
            if application.amount_fen
            else ""
        )
    if screen in ("check", "papers"):
        return reverse(f"apply_{screen}", args=[application.number])
    return reverse("apply_screen", args=[application.number, screen])


def back_url(application: Application, screen: str) -> str:
    """Return where the screen before this one is."""
    return _screen_url(application, _beside(application, screen, -1))


def _beside(application: Application, screen: str, step: int) -> str:
    way = ["amount", "purpose", "income", *(["papers"] if asks_for_papers(application) else []), "check"]
    return way[way.index(screen) + step]


def _needs_papers(version: ProductVersion | None) -> bool:
    return version is not None and bool(version.papers_needed)


def _quote(version: Any, form: LoanTermsForm) -> Quote:
    """Without a grade yet, at the highest rate the product has."""
    rate_ppm = max(version.rates_ppm.values()) + premium_of(version, form.cleaned_data["periods"])
    return quote_loan(version, rate_ppm=rate_ppm, on=clock.today(), **form.terms())
