"""Offer an approved plan to the borrower."""

import datetime as dt

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.rules import rule_value
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from lending.models import Claim, HolderBallot, Restructure
from lending.redrawing.restructuring import mandate_of
from lending.services.plan_restructure import KIND, payload_of


def open_vote(row: Restructure, today: dt.date, actor: User | None) -> None:
    """Let the holders vote on a plan beyond their mandate; each claim counts by what it has outstanding now."""
    claims = list(Claim.objects.filter(loan=row.loan, status=Claim.Status.ACTIVE, outstanding_fen__gt=0))
    HolderBallot.objects.bulk_create(
        HolderBallot(
            restructure=row, claim=claim, holder_id=claim.holder_id, principal_fen=claim.outstanding_fen
        )
        for claim in claims
    )
    until_on = today + dt.timedelta(days=rule_value("holders.vote", on=row.loan.disbursed_on)["days"])
    move(
        row,
        Restructure.Status.VOTING,
        actor=actor,
        data={"until": until_on.isoformat()},
        vote_until_on=until_on,
    )


def offer_restructure(*, number: str, actor: User | None) -> Restructure:
    """Use the approval up and open the offer, or first the holders' vote; refuses what `consume_approval` refuses.

    A plan whose schedule was redrawn since is another one: the approval's hash no longer fits.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        row = Restructure.objects.select_related("loan").get(number=number)
        if row.status != Restructure.Status.PLANNED:
            return row
        consume_approval(
            number=row.approval_number, kind=KIND, subject=row, payload=payload_of(row), actor=actor
        )
        row = lock_one(Restructure.objects.select_related("loan").filter(number=number))
        if row.needs_vote:
            open_vote(row, today, actor)
            return row
        until_on = today + dt.timedelta(days=mandate_of(row.loan)["offer_days"])
        move(
            row,
            Restructure.Status.OFFERED,
            actor=actor,
            data={"until": until_on.isoformat()},
            offer_until_on=until_on,
        )
    return row
