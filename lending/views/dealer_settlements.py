"""What a dealer was paid: by day and month, on the page, as PDF and as spreadsheet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import clock
from accounts.access import PersonRequest, dealer_member
from accounts.dealers.doors import for_member
from accounts.dealers.queries import owner_of
from accounts.models import DealerMember
from finance.entry_kinds import entry_kind_name
from finance.queries.wallets import wallet_balance
from lending.goods.statements import as_paper, as_spreadsheet, period_name, read_period
from lending.queries.settlements import Settlement, settlement_of_period

MAKERS = {
    "pdf": (as_paper, "application/pdf"),
    "xlsx": (as_spreadsheet, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@dealer_member
@require_GET
@for_member
def settlements(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Show the statement of a month or a day; `?as=pdf` and `?as=xlsx` hand it over as a file."""
    dealer, owner = member.dealer, owner_of(member.dealer)
    first_on, last_on = read_period(request.GET.get("period", ""), clock.today())
    statement = (
        settlement_of_period(owner, first_on, last_on)
        if owner is not None
        else Settlement(first_on, last_on, 0, [])
    )
    maker = MAKERS.get(request.GET.get("as", ""))
    if maker is not None:
        make, content_type = maker
        name = f"settlement-{dealer.number}-{period_name(statement)}.{request.GET['as']}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(make(dealer, statement), content_type=content_type, headers=headers)
    balance = wallet_balance(owner) if owner is not None and member.is_owner else None
    context = {
        "dealer": dealer,
        "statement": statement,
        "rows": [(line, entry_kind_name(line.kind)) for line in statement.lines],
        "total": statement.total,
        "period": period_name(statement),
        "month": f"{first_on:%Y-%m}",
        "is_day": first_on == last_on,
        "balance": balance,
    }
    return render(request, "lending/dealer/settlements.html", context)
