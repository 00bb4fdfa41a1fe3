"""Publish a chart of accounts that another person approved."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from finance.models import ChartVersion
from finance.services.propose_chart_version import KIND, check_chart, input_of, payload_of


def publish_chart_version(*, number: str, actor: User | None) -> ChartVersion:
    """From today on reports are drawn by this chart, and its added accounts can be posted to.

    Checked again, since an account may have got its first entry meanwhile; a second call finds it published.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        version = ChartVersion.objects.get(number=number)
        if version.status != ChartVersion.Status.PLANNED:
            return version
        lines = sorted(input_of(line) for line in version.lines.all())
        consume_approval(
            number=version.approval_number,
            kind=KIND,
            subject=version,
            payload=payload_of(version, lines),
            actor=actor,
        )
        # Before the row is locked: what is refused here lets the approval lapse, which comes first in the order.
        check_chart(lines)
        version = lock_one(ChartVersion.objects.filter(number=number))
        move(version, ChartVersion.Status.PUBLISHED, actor=actor, published_on=today, ended_at=clock.now())
    return version
