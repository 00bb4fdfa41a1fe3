"""The customer's statement, page by page and as a file."""

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from accounts.access import PersonRequest, customer
from accounts.models import User
from accounts.web.csv_lines import BYTE_ORDER_MARK, csv_line, safe_cell
from finance.domain.money import format_yuan
from finance.queries.movements import movement_page
from finance.queries.statement import statement_lines
from finance.queries.wallets import wallet_balance


@customer
def statement(request: PersonRequest) -> HttpResponse:
    """Show one page of the statement."""
    user = request.user
    context = {
        "page": movement_page(user, request),
        "balance": wallet_balance(user),
    }
    return render(request, "finance/customer/statement.html", context)


@customer
def download(request: PersonRequest) -> StreamingHttpResponse:
    """Send the whole statement as CSV, line by line, oldest first; amounts in yuan."""
    response = StreamingHttpResponse(
        _csv(request.user, get_language() or "zh-hans"),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="statement-{request.user.number}.csv"'
    return response


def _csv(user: User, language: str) -> Iterator[str]:
    # The lines are made after the view has returned, when the request's language is no longer the active one.
    with override(language):
        yield BYTE_ORDER_MARK + csv_line(
            [
                _("Day"),
                _("Movement"),
                _("Purpose"),
                _("Order number"),
                _("Available change"),
                _("Held change"),
                _("Available after"),
                _("Held after"),
            ]
        )
        for line in statement_lines(user):
            yield csv_line(
                [
                    line.business_date.isoformat(),
                    safe_cell(line.kind_label),
                    safe_cell(line.purpose_label),
                    safe_cell(line.reference),
                    _plain(line.available_change_fen),
                    _plain(line.held_change_fen),
                    _plain(line.available_after_fen),
                    _plain(line.held_after_fen),
                ]
            )


def _plain(amount_fen: int) -> str:
    return format_yuan(amount_fen).replace(",", "")
