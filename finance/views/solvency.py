"""The proof of solvency: what is published, and the page on which a customer finds the own balances in it."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, customer, dealer_member, public
from accounts.dealers.doors import for_owner
from accounts.models import DealerMember
from accounts.web.file_answer import file_answer
from accounts.web.paging import page_by_key
from finance.policies import access_published_proof
from finance.queries.solvency import published_proofs, seal_of
from finance.solvency.proofs import proof_of
from finance.solvency.story import obligations_of


@public
@require_GET
def published(request: HttpRequest) -> HttpResponse:
    """Show the published root of each day, what was owed and what lay at the bank, and how to check it."""
    newest = access_published_proof("")
    context = {
        "newest": newest,
        "obligations": obligations_of(newest) if newest else [],
        "seal": seal_of(newest) if newest else None,
        "page": page_by_key(published_proofs(), request),
    }
    return render(request, "finance/public/solvency.html", context)


@customer
@require_GET
def own(request: PersonRequest) -> HttpResponse:
    """Show a customer the own leaf, the way up, and whether it leads to the published root."""
    return render(request, "finance/customer/proof.html", _context(request))


@customer
@require_GET
def own_file(request: PersonRequest) -> HttpResponse:
    """Hand the own proof out for the script."""
    return _file(request, "own_proof")


@dealer_member
@require_GET
@for_owner
def dealers(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Show a dealer's owner the same of the dealer's wallet."""
    context = {**_context(request), "dealer": member.dealer}
    return render(request, "finance/dealer/proof.html", context)


@dealer_member
@require_GET
@for_owner
def dealers_file(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Hand the dealer's proof out for the script."""
    return _file(request, "dealer_proof")


def _context(request: PersonRequest) -> dict[str, Any]:
    found = access_published_proof(request.GET.get("day", ""))
    proof = proof_of(request.user.number, found) if found is not None else None
    return {
        "published": found,
        "proof": proof,
        "seal": seal_of(found) if found is not None else None,
        "command": f"python3 verify_proof.py proof-{proof.root.day}.json {proof.root.hash}" if proof else "",
        "days": published_proofs()[:31],
    }


def _file(request: PersonRequest, page: str) -> HttpResponse:
    """Hand the file out; where there is none yet, its page says so."""
    proof = _context(request)["proof"]
    if proof is None:
        return redirect(page)
    content = json.dumps(proof.document(), indent=1, ensure_ascii=False)
    return file_answer(content, f"proof-{proof.root.day}.json", "application/json")
