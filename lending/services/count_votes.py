"""Count the votes that ended: a carried plan is offered to the borrower, any other is refused."""

import datetime as dt

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import clock
from accounts.locking import lock
from accounts.rules import rule_value
from accounts.states import move
from lending.domain.votes import tally
from lending.models import Restructure
from lending.redrawing.restructuring import mandate_of


def find_votes_to_count(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the votes whose last day it is, in the order of their ids."""
    rows = Restructure.objects.filter(
        status=Restructure.Status.VOTING, vote_until_on__lte=business_date, pk__gt=after_id
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def count_votes(*, business_date: dt.date, ids: list[int]) -> int:
    """Carry or refuse each by the rule of its loan (`holders.vote`); return how many were carried."""
    with transaction.atomic():
        clock.lock_business_date()
        rows = lock(Restructure.objects.filter(pk__in=ids, status=Restructure.Status.VOTING))
        return sum(_count(row, business_date) for row in rows)


def _count(row: Restructure, on: dt.date) -> bool:
    loan = row.loan
    rule = rule_value("holders.vote", on=loan.disbursed_on)
    count = tally(row.ballots.values_list("principal_fen", "is_yes"))
    data = {"all_fen": count.all_fen, "voted_fen": count.voted_fen, "yes_fen": count.yes_fen}
    if count.is_carried(rule["quorum_ppm"], rule["majority_ppm"]):
        until_on = on + dt.timedelta(days=mandate_of(loan)["offer_days"])
        move(row, Restructure.Status.OFFERED, actor=None, data=data, offer_until_on=until_on)
        return True
    with translation.override(loan.borrower.language):
        reason = _("The lenders did not agree by the majority that the contract asks for.")
    move(row, Restructure.Status.DECLINED, actor=None, data=data, ended_at=clock.now(), end_reason=reason)
    return False
