"""Draft the risk report of a closed month."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_names
from accounts.models import User
from accounts.numbers import next_number
from risk.models import ReportVersion, RiskReport
from risk.reports.freezing import content_of
from risk.reports.month import month_of, newest_month
from risk.reports.queries import WRITE, next_author
from risk.services.refresh_report import freeze

PREFIX = "RR"


def find_month_to_report(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the ordinal of the newest ended month's first day where it has a book and no report yet."""
    if after_id:
        return []
    month = newest_month(business_date)
    if month is None or RiskReport.objects.filter(kind="monthly", month_on=month.first_on).exists():
        return []
    return [month.first_on.toordinal()]


def draft_monthly_report(*, month_on: dt.date, actor: User | None) -> ReportVersion:
    """Freeze the figures of a month and leave a draft of its report with whoever writes them.

    A month that has its report keeps it: asked a second time, its newest version is returned. Refuses (`not_closed`) a
    month whose last day is not closed, (`no_right`) an actor who writes no reports; the close has no actor.
    """
    if actor is not None and not actor.has_right(WRITE):
        raise Refused("no_right", _("Your role does not write reports."))
    month = month_of(month_on)
    if month is None:
        raise Refused("not_closed", _("The last day of this month is not closed yet."), field="month_on")
    with transaction.atomic():
        lock_names(f"risk.monthly_report:{month.first_on}")
        kept = ReportVersion.objects.filter(report__kind="monthly", report__month_on=month.first_on)
        found = kept.order_by("-n").first()
        if found is not None:
            return found
        report = RiskReport.objects.create(
            number=next_number(PREFIX),
            kind=RiskReport.Kind.MONTHLY,
            month_on=month.first_on,
            opened_by=actor,
            opened_at=clock.now(),
        )
        return begin_version(report, author=actor or next_author(), actor=actor)


def begin_version(
    report: RiskReport, *, author: User | None, actor: User | None, n: int = 1, change_note: str = ""
) -> ReportVersion:
    """Add a draft version with its figures; the caller holds its transaction."""
    version = ReportVersion.objects.create(
        report=report,
        n=n,
        number=f"{report.number}-{n}",
        change_note=change_note,
        author=author,
        made_at=clock.now(),
    )
    record_event(
        "risk_report.drafted", subject=version, actor=actor, data={"kind": report.kind, "version": n}
    )
    freeze(version, content_of(report), actor)
    return version
