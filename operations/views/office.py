"""The back office's front page and the managers' dashboard."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import clock
from accounts.access import PersonRequest, any_staff, staff
from accounts.web.charts import Series, bar_chart, line_chart
from accounts.web.navigation import office_navigation
from operations.domain.ratios import change_ppm
from operations.presentation import return_facts
from operations.queries import dashboard as queries
from operations.queries.figures import book_figures, lender_returns


@any_staff
def home(request: PersonRequest) -> HttpResponse:
    """Show what waits for this person, department by department."""
    departments = office_navigation(request.user)
    waiting = [link for department in departments for link in department.links if link.count]
    return render(request, "operations/office/home.html", {"departments": departments, "waiting": waiting})


@staff("operations.see_dashboard")
def dashboard(request: PersonRequest) -> HttpResponse:
    """Show how the business goes: this month beside the last, the book, what is overdue, where the money is."""
    today = clock.today()
    months = queries.months_of_business(today)
    now, before = months[-1], months[-2]
    buckets = queries.overdue_buckets(today)
    figures = book_figures(today)
    labels = [date_format(row.month, "Y-m") for row in months]
    context = {
        "business_date": today,
        "now": now,
        "before": before,
        "disbursed_change_ppm": change_ppm(now.disbursed_fen, before.disbursed_fen),
        "figures": figures,
        "returns": return_facts(lender_returns(figures)),
        "people": queries.people_figures(),
        "money": queries.money_figures(),
        "business_chart": line_chart(
            _("How much was lent and repaid each month?"),
            labels,
            [
                Series(_("Loans paid out"), [row.disbursed_fen for row in months]),
                Series(_("Repaid by borrowers"), [row.repaid_fen for row in months]),
            ],
            unit="yuan",
        ),
        "overdue_chart": bar_chart(
            _("How late is the open principal?"),
            [_bucket_label(bucket.code) for bucket in buckets],
            [bucket.principal_fen for bucket in buckets],
        ),
    }
    return render(request, "operations/office/dashboard.html", context)


def _bucket_label(code: str) -> str:
    return _("Not late") if code == "current" else _("%(days)s days") % {"days": code}
