"""What came to an investor: page by page, by year, and as a file."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, customer
from accounts.models import User
from accounts.web.csv_lines import BYTE_ORDER_MARK, csv_line, safe_cell
from accounts.web.paging import page_by_key
from finance.domain.money import format_yuan
from lending.investing.receipt_story import why_receipt
from lending.labels import version_words
from lending.models import ClaimReceipt
from lending.policies import access_receipt
from lending.queries.portfolio import receipt_lines, receipts_by_year, receipts_of
from lending.queries.receipt_shares import explain_receipt


@customer
@require_GET
def receipts(request: PersonRequest) -> HttpResponse:
    """List what came to the investor, newest first, and what each year brought."""
    user = request.user
    context = {"page": page_by_key(receipts_of(user), request), "years": receipts_by_year(user)}
    return render(request, "lending/customer/receipts.html", context)


@customer
@require_GET
def receipt(request: PersonRequest, number: str, payment: str) -> HttpResponse:
    """Show why a receipt is what it is: the share of each part of the payment, to the last fen."""
    found = access_receipt(request.user, number, payment)
    context = {
        "receipt": found,
        "product": version_words(found.claim.loan.product_version),
        "why": why_receipt(found, explain_receipt(found)),
    }
    return render(request, "lending/customer/receipt.html", context)


@customer
@require_GET
def download(request: PersonRequest) -> StreamingHttpResponse:
    """Send the receipts of all years, or of the year asked for, as CSV; amounts in yuan.

    A year in which nothing came to this investor is not found.
    """
    user = request.user
    asked = request.GET.get("year", "")
    years = {str(row.year): row.year for row in receipts_by_year(user)}
    if asked and asked not in years:
        raise Http404
    language = get_language() or "zh-hans"
    response = StreamingHttpResponse(
        _csv(user, years.get(asked), language), content_type="text/csv; charset=utf-8"
    )
    name = "-".join(part for part in ("receipts", user.number, asked) if part)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _csv(user: User, year: int | None, language: str) -> Iterator[str]:
    # The lines are made after the view has returned, when the request's language is no longer the active one.
    with override(language):
        yield BYTE_ORDER_MARK + csv_line(
            [
                _("Received on"),
                _("Claim"),
                _("Loan"),
                _("Product"),
                _("Payment number"),
                _("Kind of payment"),
                _("Principal"),
                _("Interest"),
                _("Overdue interest"),
                _("Total"),
            ]
        )
        for row in receipt_lines(user, year):
            yield csv_line(_cells(row))


def _cells(row: ClaimReceipt) -> list[str]:
    amounts = (row.principal_fen, row.interest_fen, row.overdue_interest_fen, row.total_fen)
    return [
        row.received_on.isoformat(),
        row.claim.number,
        row.claim.loan.number,
        safe_cell(version_words(row.claim.loan.product_version)),
        row.payment.number,
        safe_cell(str(row.payment.get_kind_display())),
        *(format_yuan(fen).replace(",", "") for fen in amounts),
    ]
