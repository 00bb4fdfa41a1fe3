"""An investor's portfolio: what it is worth, what came, what comes, and each claim."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import clock
from accounts.access import PersonRequest, customer
from accounts.rules import rule_value
from accounts.web.paging import page_by_key
from accounts.web.sections import onboarding_path
from finance.queries.wallets import wallet_balance
from lending.bad_days.story import steps_of
from lending.claim_sales.story import trade_rows
from lending.domain.forecast import by_month
from lending.investing.forecast_story import coming_chart
from lending.models import Claim, Loan
from lending.policies import access_claim
from lending.portfolio_story import (
    claim_facts,
    claim_rows,
    coming_rows,
    holdings_chart,
    show_return,
    state_of,
)
from lending.queries.claim_market import trade_totals, trades_of_claim
from lending.queries.forecast import coming_of_holders
from lending.queries.owed_shares import owed_to_claim
from lending.queries.portfolio import OVERDUE, claims_of, coming_shares, read_portfolio, receipts_of

NEWEST = 8


@customer
@require_GET
def portfolio(request: PersonRequest) -> HttpResponse:
    """Show the portfolio's value, two returns, what comes, where the money is and the newest claims."""
    user, today = request.user, clock.today()
    wallet = wallet_balance(user)
    claims = list(claims_of(user).order_by("-pk")[:NEWEST])
    if not claims:
        context = {"wallet": wallet, "path": onboarding_path(user)}
        return render(request, "lending/customer/portfolio_empty.html", context)
    found = read_portfolio(user, today, wallet.total_fen)
    coming = coming_of_holders([user.pk], today)[user.pk]
    context = {
        "portfolio": found,
        "trades": trade_totals(user),
        "wallet": wallet,
        "value_fen": found.outstanding_fen + wallet.total_fen,
        "estimate": show_return(found.returns.estimate),
        "strict": show_return(found.returns.strict),
        "flows": coming_chart(by_month(rule_value("portfolio.forecast")["rows"], coming, today)[1]),
        "holdings": holdings_chart(found, wallet),
        "rows": claim_rows(claims, coming_shares(user, today, claims=claims), today),
    }
    return render(request, "lending/customer/portfolio.html", context)


@customer
@require_GET
def claims(request: PersonRequest) -> HttpResponse:
    """List the investor's claims, newest first, all or in one state."""
    user, today = request.user, clock.today()
    choices = [("", _("All")), (OVERDUE, _("Overdue")), *Claim.Status.choices]
    asked = request.GET.get("state", "")
    asked = asked if asked in {value for value, _label in choices} else ""
    page = page_by_key(claims_of(user, status=asked), request)
    rows = claim_rows(page.rows, coming_shares(user, today, claims=page.rows), today)
    context = {"page": page, "rows": rows, "choices": choices, "asked": asked}
    return render(request, "lending/customer/claims.html", context)


@customer
@require_GET
def claim(request: PersonRequest, number: str) -> HttpResponse:
    """Show one claim: its loan, what came, and its share of what is to come."""
    user, today = request.user, clock.today()
    found = access_claim(user, number)
    shares = coming_shares(user, today, claims=[found])
    status, status_label = state_of(found, today)
    context = {
        "claim": found,
        "status": status,
        "status_label": status_label,
        "facts": claim_facts(found),
        "steps": steps_of(found.loan) if _is_watched(found.loan) else [],
        "owed": owed_to_claim(found, today) if _is_watched(found.loan) else None,
        "as_of": today,
        "rows": coming_rows(shares, today),
        "principal_fen": sum(share.principal_fen for share in shares),
        "interest_fen": sum(share.interest_fen for share in shares),
        "total_fen": sum(share.total_fen for share in shares),
        "page": page_by_key(receipts_of(user).filter(claim=found), request),
        "trades": trade_rows(trades_of_claim(found), user.pk),
    }
    return render(request, "lending/customer/claim.html", context)


def _is_watched(loan: Loan) -> bool:
    """Whether holders see what is done about a loan: while it is late, and after it was written off."""
    return loan.overdue_since_on is not None or loan.written_off_on is not None
