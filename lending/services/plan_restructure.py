"""Plan more time or a lower rate for a borrower, and ask for another person's approval."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.request_approval import request_approval
from accounts.states import move
from lending.models import Restructure
from lending.redrawing.restructuring import plan_restructure_of
from lending.repayment.book import read_books

KIND = "lending.restructure"


def plan_restructure(
    *,
    number: str,
    maker: User,
    extra_periods: int,
    holiday_periods: int,
    reason: str,
    lowered_rate_ppm: int | None = None,
    by_vote: bool = False,
) -> Restructure:
    """Put a plan before another person: so many periods more, the first ones with interest only, a lower rate.

    Refuses what `plan_restructure_of` refuses as of today, no reason, and (StaleState) a request that is no longer
    waiting for a plan; then nothing moved. The figures are worked out anew on the day the borrower accepts.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_one(Restructure.objects.select_related("loan").filter(number=number))
        for book in read_books([row.loan_id]):
            plan_restructure_of(
                book,
                extra_periods=extra_periods,
                holiday_periods=holiday_periods,
                lowered_rate_ppm=lowered_rate_ppm,
                on=today,
                is_voted=by_vote,
            )
        row.extra_periods, row.holiday_periods = extra_periods, holiday_periods
        row.lowered_rate_ppm, row.needs_vote = lowered_rate_ppm, by_vote
        approval = request_approval(
            maker=maker,
            kind=KIND,
            subject=row,
            payload=payload_of(row),
            page_path=reverse("office_restructure", args=[row.number]),
            reason=reason,
        )
        move(
            row,
            Restructure.Status.PLANNED,
            actor=maker,
            data={
                "approval": approval.number,
                "extra": extra_periods,
                "holiday": holiday_periods,
                **_rate_of(row),
            },
            extra_periods=extra_periods,
            holiday_periods=holiday_periods,
            lowered_rate_ppm=lowered_rate_ppm,
            needs_vote=by_vote,
            planned_by=maker,
            approval_number=approval.number,
        )
    return row


def payload_of(row: Restructure) -> dict[str, Any]:
    """Return what an approval of this plan is bound to."""
    return {
        "restructure": row.number,
        "loan": row.loan.number,
        "schedule_version": row.loan.schedule_version,
        "extra_periods": row.extra_periods,
        "holiday_periods": row.holiday_periods,
        "needs_vote": row.needs_vote,
        **_rate_of(row),
    }


def _rate_of(row: Restructure) -> dict[str, int]:
    """Return the lower rate where there is one: plans without it are bound as they always were."""
    return {} if row.lowered_rate_ppm is None else {"lowered_rate_ppm": row.lowered_rate_ppm}
