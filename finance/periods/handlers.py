"""What follows when somebody has decided about a chart, an opening or a year end."""

from collections.abc import Callable
from functools import partial
from typing import Any

from accounts.approval_ends import follow_approval
from accounts.models import Event
from finance.models import ChartVersion, OpeningBalance, YearEnd
from finance.services.carry_year import carry_year
from finance.services.drop_books_proposal import drop_books_proposal
from finance.services.post_opening_balance import post_opening_balance
from finance.services.publish_chart_version import publish_chart_version

ACTS: tuple[tuple[Any, Callable[..., Any]], ...] = (
    (ChartVersion, publish_chart_version),
    (OpeningBalance, post_opening_balance),
    (YearEnd, carry_year),
)


def on_approval_ended(event: Event) -> None:
    """Carry out what was approved; what was not, or no longer holds, is dropped."""
    for model, act in ACTS:
        row = model.objects.filter(approval_number=event.subject_number).first()
        if row is not None:
            follow_approval(
                event,
                partial(act, number=row.number, actor=event.actor),
                partial(drop_books_proposal, row=row, actor=event.actor),
            )
