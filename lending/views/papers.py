"""Contracts and papers: the own list, one paper, its PDF; for the office the same with each look written down."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, customer, staff
from accounts.errors import Refused
from accounts.web.file_answer import pdf_answer
from accounts.web.paging import page_by_key
from lending.contracts import policies
from lending.contracts.drawing import verify_url
from lending.contracts.signed_offer import draw_signed_offer, signed_offer, signed_offers_of
from lending.contracts.story import paper_facts, paper_rows, paper_state
from lending.models import LoanPaper
from lending.policies import access_application
from lending.services.make_extract import make_extract
from lending.services.read_paper import LANGUAGES, read_paper


@customer
@require_GET
def papers(request: PersonRequest) -> HttpResponse:
    """List the papers of the own loans, or the contracts of loans lent to, newest first."""
    user = request.user
    is_lent = request.GET.get("side") == "lent"
    context: dict[str, object] = {"is_lent": is_lent}
    if is_lent:
        context["page"] = page_by_key(policies.lent_claims(user).select_related("loan"), request)
    else:
        own = policies.papers_with_loans().filter(owner=user).exclude(kind=LoanPaper.Kind.EXTRACT)
        page = page_by_key(own, request)
        context |= {"page": page, "rows": paper_rows(page.rows), "offers": signed_offers_of(user)}
    return render(request, "lending/customer/papers.html", context)


@customer
@require_GET
def paper(request: PersonRequest, number: str) -> HttpResponse:
    """Show one paper: seal, time stamp, signatures, and its PDF in both languages."""
    return _show(request, policies.access_paper(request.user, number), "customer")


@customer
@require_GET
def paper_file(request: PersonRequest, number: str, language: str) -> HttpResponse:
    """Hand out the PDF of an own paper."""
    user = request.user
    return _send(request, policies.access_paper(user, number), language, "paper")


@customer
@require_GET
def offer_file(request: PersonRequest, number: str, language: str) -> HttpResponse:
    """Hand out the PDF of an offer that the borrower signed."""
    if language not in LANGUAGES:
        raise Http404
    offer = signed_offer(access_application(request.user, number))
    if offer is None:
        raise Http404
    return pdf_answer(draw_signed_offer(offer, language), f"{number}-{language[:2]}.pdf")


@customer
@require_GET
def loan_contract(request: PersonRequest, number: str) -> HttpResponse:
    """Hand out the contract of an own loan, in the language of the page."""
    user = request.user
    found = policies.access_paper_of_loan(user, number, LoanPaper.Kind.CONTRACT)
    return _send(request, found, get_language() or "", "paper")


@customer
@require_GET
def loan_certificate(request: PersonRequest, number: str) -> HttpResponse:
    """Hand out the settlement certificate of an own loan, in the language of the page."""
    user = request.user
    found = policies.access_paper_of_loan(user, number, LoanPaper.Kind.CERTIFICATE)
    return _send(request, found, get_language() or "", "paper")


@customer
@require_GET
def claim_contract(request: PersonRequest, number: str) -> HttpResponse:
    """Hand out a lender's own copy of the contract; the first time it is written."""
    user = request.user
    claim = policies.access_lent_claim(user, number)
    found = make_extract(loan_id=claim.loan_id, lender=user)
    return _send(request, policies.access_paper(user, found.number), get_language() or "", "paper")


@staff("lending.see_loans")
@require_GET
def office_paper(request: PersonRequest, number: str) -> HttpResponse:
    """Show the office a paper without what it says."""
    return _show(request, policies.access_paper_as_staff(number), "office")


@staff("accounts.see_documents")
@require_GET
def office_paper_file(request: PersonRequest, number: str, language: str) -> HttpResponse:
    """Hand out a paper's PDF to whoever may see documents; it is written down who read it."""
    return _send(request, policies.access_paper_as_staff(number), language, "office_paper")


def _show(request: PersonRequest, found: LoanPaper, audience: str) -> HttpResponse:
    context = {
        "paper": found,
        "state": paper_state(found),
        "facts": paper_facts(found),
        "verify_url": verify_url(found.content_hash),
        "may_read": audience == "customer" or request.user.has_right("accounts.see_documents"),
    }
    return render(request, f"lending/{audience}/paper.html", context)


def _send(request: PersonRequest, found: LoanPaper, language: str, page: str) -> HttpResponse:
    if language not in LANGUAGES:
        raise Http404
    try:
        content = read_paper(paper=found, language=language, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect(page, number=found.number)
    return pdf_answer(content, f"{found.number}-{language[:2]}.pdf")
