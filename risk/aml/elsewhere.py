"""What the monthly report says of the desk against laundering: counts of the month, neither whom nor which case."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.web.formats import number
from risk.models import AmlAlert, AmlReport
from risk.models.aml import LARGE
from risk.reports.parts import Month, ReportPart, Told, add_report_part


def hang_into_other_rooms() -> None:
    """Hang the month's counts into the report; called from `apps.py: ready()`."""
    add_report_part(
        ReportPart("laundering", "status", 70, gettext_lazy("Money laundering"), read_month, tell_month)
    )


@dataclass(frozen=True)
class WatchedMonth:
    """Alerts of the month's days, and the reports that went out in it."""

    large: int
    suspicious: int
    reports: int


def read_month(month: Month) -> WatchedMonth:
    """Count the month's alerts and reports; a month without any says so, as silence would tell just as much."""
    within = (month.first_on, month.last_on)
    counts = AmlAlert.objects.filter(day_on__range=within).aggregate(
        large=Count("pk", filter=Q(pattern__in=LARGE)),
        suspicious=Count("pk", filter=~Q(pattern__in=LARGE)),
    )
    reports = AmlReport.objects.filter(sent_on__range=within).count()
    return WatchedMonth(counts["large"], counts["suspicious"], reports)


def tell_month(found: WatchedMonth) -> Told:
    """Say how many alerts there were and how many reports were sent."""
    return Told(
        [
            _(
                "Alerts of large transactions: %(large)s; of suspicious patterns: %(suspicious)s. Reports sent:"
                " %(reports)s."
            )
            % {
                "large": number(found.large),
                "suspicious": number(found.suspicious),
                "reports": number(found.reports),
            }
        ]
    )
