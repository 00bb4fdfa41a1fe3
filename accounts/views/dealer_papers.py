"""The papers of a dealer, one step a page: company, legal representative, licence, stores and goods, contract."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, dealer_member
from accounts.dealers import policies, story
from accounts.dealers.consent import is_representative_verified, newest_consent
from accounts.dealers.contract import contract_text, is_contract_signed, language_of_texts
from accounts.dealers.doors import for_member
from accounts.dealers.path import dealer_path
from accounts.dealers.queries import last_contract, licence_of, stores_of, terms_in_force
from accounts.errors import Refused
from accounts.forms.dealer import (
    CompanyForm,
    ConsentCodeForm,
    ContractForm,
    GoodsForm,
    LegalPersonForm,
    LicenceForm,
    StoreForm,
)
from accounts.models import DealerMember, LegalPersonCheck
from accounts.services.add_store import add_store
from accounts.services.ask_legal_person_consent import ask_legal_person_consent
from accounts.services.choose_goods import choose_goods
from accounts.services.close_store import close_store
from accounts.services.give_legal_person_consent import give_legal_person_consent
from accounts.services.reopen_store import reopen_store
from accounts.services.save_company import save_company
from accounts.services.send_licence import send_licence
from accounts.services.sign_contract import sign_contract
from accounts.services.verify_legal_person import verify_legal_person
from accounts.web.client_address import client_network


@dealer_member
@require_http_methods(["GET", "POST"])
@for_member
def company(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Name the company."""
    organisation = member.dealer.organisation
    initial = {
        name: getattr(organisation, name) for name in CompanyForm.base_fields if organisation is not None
    }
    form = CompanyForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            save_company(dealer=member.dealer, actor=member.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The company's data is kept."))
            return redirect("dealer_home")
    return _paper(request, member, "company", form=form, facts=story.company_facts(member.dealer))


@dealer_member
@require_http_methods(["GET", "POST"])
@for_member
def legal_person(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Name the legal representative and send a code to that person's own phone."""
    form = LegalPersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ask_legal_person_consent(
                dealer=member.dealer,
                actor=member.user,
                real_name=form.cleaned_data["real_name"],
                identity_number=form.cleaned_data["identity_number"].number,
                phone=form.cleaned_data["phone"],
                language=language_of_texts(),
                origin=client_network(request),
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The code is on its way to the legal representative."))
            return redirect("dealer_legal_person")
    return _legal_person(request, member, form=form)


@dealer_member
@require_POST
@for_member
def legal_person_agrees(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Take the representative's code, then have name and number verified."""
    form = ConsentCodeForm(request.POST)
    if form.is_valid():
        try:
            give_legal_person_consent(
                dealer=member.dealer, actor=member.user, typed=form.cleaned_data["code"]
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            return _verify(request, member)
    return _legal_person(request, member, code_form=form)


@dealer_member
@require_POST
@for_member
def legal_person_verify(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Ask the identity service again where it gave no answer; the consent stands."""
    return _verify(request, member)


def _verify(request: HttpRequest, member: DealerMember) -> HttpResponse:
    try:
        check = verify_legal_person(dealer=member.dealer, actor=member.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("dealer_legal_person")
    if check.status != LegalPersonCheck.Status.MATCHED:
        messages.error(request, str(story.LEGAL_PERSON_FAULTS[check.status]))
        return redirect("dealer_legal_person")
    messages.success(request, _("The legal representative is verified."))
    return redirect("dealer_home")


def _legal_person(request: HttpRequest, member: DealerMember, **forms: Any) -> HttpResponse:
    dealer = member.dealer
    consent = newest_consent(dealer) if dealer.organisation is not None else None
    form = forms.get("form") or LegalPersonForm()
    code_form = forms.get("code_form") or ConsentCodeForm()
    is_given = consent is not None and consent.status == consent.Status.GIVEN
    return _paper(
        request,
        member,
        "legal_person",
        form=code_form if forms.get("code_form") else form,
        name_form=form,
        code_form=code_form if consent is not None and consent.status == consent.Status.ASKED else None,
        facts=story.legal_person_facts(dealer) if is_given or not dealer.is_filling else [],
        consent_facts=story.consent_facts(consent),
        may_verify_again=is_given and not is_representative_verified(dealer),
        endings=story.sandbox_endings(),
    )


@dealer_member
@require_http_methods(["GET", "POST"])
@for_member
def licence(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Take the picture of the licence."""
    is_sent = request.method == "POST"
    form = LicenceForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_valid():
        try:
            send_licence(dealer=member.dealer, actor=member.user, file=form.cleaned_data["licence"])
        except Refused as refusal:
            form.add_error("licence", str(refusal.message))
        else:
            messages.success(request, _("The licence is kept, encrypted."))
            return redirect("dealer_home")
    return _paper(request, member, "licence", form=form, document=licence_of(member.dealer))


@dealer_member
@require_http_methods(["GET", "POST"])
@for_member
def stores(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """List the stores and the goods; take another store."""
    form = StoreForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            store = add_store(dealer=member.dealer, actor=member.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("%(store)s is added.") % {"store": store.name})
            return redirect("dealer_stores")
    return _stores(request, member, form=form)


@dealer_member
@require_POST
@for_member
def goods(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Say what is sold."""
    form = GoodsForm(request.POST)
    if form.is_valid():
        try:
            choose_goods(dealer=member.dealer, actor=member.user, categories=form.cleaned_data["categories"])
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Your goods are kept."))
            return redirect("dealer_stores")
    return _stores(request, member, goods_form=form)


@dealer_member
@require_POST
@for_member
def store_close(request: PersonRequest, member: DealerMember, number: str) -> HttpResponse:
    """Close a store."""
    store = policies.access_store(member, number)
    return _moved(request, lambda: close_store(store=store, actor=member.user), _("The store is closed."))


@dealer_member
@require_POST
@for_member
def store_open(request: PersonRequest, member: DealerMember, number: str) -> HttpResponse:
    """Open a closed store again."""
    store = policies.access_store(member, number)
    return _moved(request, lambda: reopen_store(store=store, actor=member.user), _("The store is open."))


@dealer_member
@require_http_methods(["GET", "POST"])
@for_member
def contract(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Show the contract in the reader's language, and take the owner's signature."""
    if request.method == "POST" and not member.is_owner:
        raise PermissionDenied
    dealer = member.dealer
    if dealer.organisation is None:
        messages.info(request, _("First say which company it is."))
        return redirect("dealer_company")
    language = language_of_texts()
    text = contract_text(dealer.organisation, language)
    form = ContractForm(
        request.POST if request.method == "POST" else None, initial={"shown_hash": text.fingerprint}
    )
    if form.is_valid():
        try:
            sign_contract(
                dealer=dealer,
                actor=member.user,
                language=language,
                shown_hash=form.cleaned_data["shown_hash"],
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The contract is signed."))
            return redirect("dealer_home")
    signed = last_contract(dealer)
    return _paper(
        request,
        member,
        "contract",
        form=form,
        text=text,
        signed=signed,
        is_signed=signed is not None and (not dealer.is_filling or is_contract_signed(dealer)),
    )


def _stores(request: HttpRequest, member: DealerMember, **forms: Any) -> HttpResponse:
    dealer = member.dealer
    context: dict[str, Any] = {"form": forms.get("form") or StoreForm(), "stores": stores_of(dealer)}
    if dealer.is_filling:
        initial = {"categories": dealer.wanted_categories}
        context["goods_form"] = forms.get("goods_form") or GoodsForm(initial=initial)
    else:
        context["terms"] = terms_in_force(dealer)
        context["goods"] = story.goods(dealer, context["terms"])
    return _paper(request, member, "stores", **context)


def _moved(request: HttpRequest, act: Any, done: str) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, done)
    return redirect("dealer_stores")


def _paper(request: HttpRequest, member: DealerMember, step: str, **context: Any) -> HttpResponse:
    """Render one step with the whole path above it while papers are being filled in."""
    dealer = member.dealer
    shared = {
        "member": member,
        "dealer": dealer,
        "path": dealer_path(dealer, step) if dealer.is_filling else None,
    }
    form = context.get("form")
    status = 400 if request.method == "POST" and form is not None and form.errors else 200
    return render(request, f"accounts/dealer/{step}.html", {**shared, **context}, status=status)
