"""What the exit rules of the watch-list count, read from the loans and the reviews."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lending.models import GoodsOrder, Instalment, Loan
from risk.domain.arrears import days_past_due
from risk.domain.watching import DueRow, WatchFacts, clear_in_a_row, is_exit_met, on_time_in_a_row
from risk.models import RiskWatch
from risk.models.risk_watch import ExitRule


def watch_facts(watch: RiskWatch, on: dt.date) -> WatchFacts:
    """Return what is counted of a watch on a day: instalments that came due and reviews since it began."""
    owing = list(
        _loans(watch)
        .filter(status__in=Loan.OWING)
        .values_list("status", "overdue_since_on", "written_off_on")
    )
    # What was written off stays late until it is paid.
    since = [
        late_on or (off_on if status == Loan.Status.WRITTEN_OFF else None)
        for status, late_on, off_on in owing
    ]
    reviews = watch.reviews.order_by("-pk").values_list("found", flat=True)
    return WatchFacts(
        on=on,
        days_past_due=days_past_due(since, on),
        owes=bool(owing),
        on_time_in_a_row=on_time_in_a_row(_due_rows(watch, on), on) if watch.dealer_id is None else 0,
        clear_reviews_in_a_row=clear_in_a_row(reviews),
    )


def is_met(watch: RiskWatch, facts: WatchFacts) -> bool:
    """Return whether the watch's own rule is met by these facts."""
    return is_exit_met(watch.exit_rule, watch.exit_count, watch.exit_on, facts)


def rule_words(watch: RiskWatch) -> str:
    """Return the exit rule with its figure."""
    count = watch.exit_count or 0
    if watch.exit_rule == ExitRule.ON_TIME:
        return ngettext("%(count)s instalment on time", "%(count)s instalments on time in a row", count) % {
            "count": count
        }
    if watch.exit_rule == ExitRule.REVIEWS:
        return ngettext(
            "%(count)s review that found nothing", "%(count)s reviews in a row that found nothing", count
        ) % {"count": count}
    if watch.exit_rule == ExitRule.NO_OVERDUE and watch.exit_on is not None:
        return _("%(day)s has passed and nothing is overdue") % {"day": watch.exit_on.isoformat()}
    return _("nothing is owed any more")


def _loans(watch: RiskWatch) -> "QuerySet[Loan]":
    if watch.loan_id is not None:
        return Loan.objects.filter(pk=watch.loan_id)
    if watch.dealer_id is not None:
        sold = GoodsOrder.objects.filter(dealer=watch.dealer_id, loan__isnull=False)
        return Loan.objects.filter(pk__in=sold.values("loan"))
    return Loan.objects.filter(borrower=watch.customer_id)


def _due_rows(watch: RiskWatch, on: dt.date) -> list[DueRow]:
    rows = Instalment.objects.filter(
        loan__in=_loans(watch),
        superseded_at__isnull=True,
        is_prepayment=False,
        due_on__gte=watch.placed_on,
        due_on__lte=on,
    ).values_list("due_on", "loan__grace_days", "settled_on")
    return [DueRow(due_on + dt.timedelta(days=grace), paid_on) for due_on, grace, paid_on in rows]
