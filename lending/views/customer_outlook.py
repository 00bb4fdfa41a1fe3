"""What an investor may expect, has earned and has spread: forecast, returns and distribution."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import clock
from accounts.access import PersonRequest, customer
from accounts.models import User
from accounts.rules import rule, rule_value
from accounts.web.csv_lines import BYTE_ORDER_MARK, csv_line
from finance.domain.money import format_yuan
from finance.queries.wallets import wallet_balance
from lending.domain.forecast import Coming, by_month, weight_ppm, weighted_fen
from lending.investing.forecast_story import (
    compare,
    compare_one,
    compared_chart,
    forecast_chart,
    probability_rows,
)
from lending.investing.returns_story import return_rows
from lending.investing.spread_story import tell_concentration, tell_spread
from lending.models import ForecastMonth, Grade
from lending.queries.forecast import coming_of_holders, forecasts_of, receipts_by_month
from lending.queries.portfolio import held_fen, read_portfolio


@customer
@require_GET
def forecast(request: PersonRequest) -> HttpResponse:
    """Show what comes, month by month, by contract and by probability, and earlier forecasts against what came."""
    user, today = request.user, clock.today()
    read = rule("portfolio.forecast", on=today)
    table = read.value["rows"]
    late, months = by_month(table, coming_of_holders([user.pk], today)[user.pk], today)
    kept = forecasts_of(user)
    compared, made_on = _compared(user, kept, request.GET.get("made", ""), today)
    context = {
        "months": months,
        "late": late,
        "total": _total(months),
        "chart": forecast_chart(months) if months else "",
        "compared": compared,
        "compared_chart": compared_chart(compared) if len(compared) > 1 else "",
        "made_on": made_on,
        "made_days": sorted({row.made_on for row in kept}, reverse=True),
        "rule": read,
        "grades": Grade.values,
        "probabilities": probability_rows(table),
    }
    return render(request, "lending/customer/forecast.html", context)


def _compared(
    user: User, kept: list[ForecastMonth], asked: str, today: dt.date
) -> tuple[list[Any], dt.date | None]:
    made = {row.made_on.isoformat(): row.made_on for row in kept}.get(asked)
    if made is not None:
        return compare_one(kept, made, receipts_by_month(user, opened_through_on=made), today), made
    return compare(kept, receipts_by_month(user) if kept else {}, today), None


def _total(months: list[Any]) -> dict[str, int]:
    return {
        "principal_fen": sum(month.principal_fen for month in months),
        "interest_fen": sum(month.interest_fen for month in months),
        "contracted_fen": sum(month.contracted_fen for month in months),
        "weighted_fen": sum(month.weighted_fen for month in months),
    }


@customer
@require_GET
def forecast_csv(request: PersonRequest) -> StreamingHttpResponse:
    """Send the forecast day by day as CSV; amounts in yuan, probabilities in per cent."""
    user, today = request.user, clock.today()
    rows = coming_of_holders([user.pk], today)[user.pk]
    table = rule_value("portfolio.forecast", on=today)["rows"]
    response = StreamingHttpResponse(
        _csv(rows, table, get_language() or "zh-hans"), content_type="text/csv; charset=utf-8"
    )
    name = f"forecast-{user.number}-{today.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv(rows: list[Coming], table: list[dict[str, int]], language: str) -> Iterator[str]:
    # The lines are made after the view has returned, when the request's language is no longer the active one.
    with override(language):
        heads = (_("Due on"), _("Grade"), _("Days past due"), _("Principal"), _("Interest"), _("Total"))
        yield BYTE_ORDER_MARK + csv_line([*heads, _("Probability, %"), _("Expected")])
        for row in rows:
            ppm = weight_ppm(table, row.grade, row.days_past_due)
            amounts = [row.principal_fen, row.interest_fen, row.total_fen]
            yield csv_line(
                [
                    row.due_on.isoformat(),
                    row.grade,
                    str(row.days_past_due),
                    *(format_yuan(fen).replace(",", "") for fen in amounts),
                    f"{ppm // 10_000}.{ppm % 10_000:04d}",
                    format_yuan(weighted_fen(table, row)).replace(",", ""),
                ]
            )


@customer
@require_GET
def returns(request: PersonRequest) -> HttpResponse:
    """Show the strict return and the best estimate, with and without idle cash, by age of the loans, and how."""
    user, today = request.user, clock.today()
    if held_fen(user) is None:
        return redirect("portfolio")
    wallet = wallet_balance(user)
    policy = rule("portfolio.returns", on=today)
    found = read_portfolio(user, today, wallet.total_fen)
    context = {
        "portfolio": found,
        "wallet": wallet,
        "rows": return_rows(found, policy.value["seasoned_months"]),
        "policy": policy,
        "forecast_rule": rule("portfolio.forecast", on=today),
    }
    return render(request, "lending/customer/returns.html", context)


@customer
@require_GET
def spread(request: PersonRequest) -> HttpResponse:
    """Show how the outstanding principal is spread, and how much the largest borrowers owe."""
    user = request.user
    spreads = tell_spread(user)
    whole_fen = spreads[0].total_fen
    context = {
        "spreads": spreads,
        "whole_fen": whole_fen,
        "concentration": tell_concentration(user, whole_fen),
    }
    return render(request, "lending/customer/spread.html", context)
