"""Ask, after approval, every holder of a loan to let the borrower off a part of the own claim."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.numbers import next_number
from finance.domain.money import split
from lending.bad_days.waivers import interest_of
from lending.repayment.book import read_books
from lending.services.propose_waivers import propose_waivers
from risk.collections.next_steps import set_next_step
from risk.models import CollectionCase, CollectionSettlement, SettlementPart
from risk.models.collection import NextAction

PREFIX = "ST"


def propose_settlement(
    *, case: CollectionCase, officer: User, principal_fen: int, interest_fen: int, reason: str
) -> CollectionSettlement:
    """Spread what would be let off over the claims, by what each has outstanding, and ask for each by lending's waiver.

    The mandate lenders signed covers more time, never less money (2016 Art. 25): so each part is approved by another
    person and then granted, or not, by its holder alone; nobody's claim falls by another's word. Refuses (`closed`),
    (`asked_already`), (`nothing`), (`too_much`), and what `propose_waivers` refuses; then nothing moved.
    """
    if principal_fen < 0 or interest_fen < 0 or principal_fen + interest_fen == 0:
        raise Refused("nothing", _("Say how much would be let off."), field="principal_fen")
    with transaction.atomic():
        clock.lock_business_date()
        row = lock_one(CollectionCase.objects.filter(pk=case.pk))
        if not row.is_live:
            raise Refused("closed", _("This case is closed."))
        if row.settlements.filter(status=CollectionSettlement.Status.ASKED).exists():
            raise Refused("asked_already", _("The lenders are being asked already."))
        parts = _parts(row, principal_fen, interest_fen)
        settlement = CollectionSettlement.objects.create(
            number=next_number(PREFIX),
            case=row,
            principal_fen=principal_fen,
            interest_fen=interest_fen,
            reason=reason.strip(),
            proposed_by=officer,
            proposed_at=clock.now(),
        )
        waivers = propose_waivers(loan=row.loan, parts=parts, maker=officer, reason=reason)
        SettlementPart.objects.bulk_create(
            SettlementPart(settlement=settlement, waiver=waiver) for waiver in waivers
        )
        record_event(
            "settlement.asked",
            subject=settlement,
            actor=officer,
            data={"case": row.number, "principal_fen": principal_fen, "interest_fen": interest_fen},
        )
        set_next_step(row, NextAction.SETTLE, None)
    return settlement


def _parts(row: CollectionCase, principal_fen: int, interest_fen: int) -> list[tuple[str, int, int]]:
    """Return (claim, principal, interest) of every holder who would give something; the parts sum to the whole."""
    books = read_books([row.loan_id])
    if not books:
        raise Refused("closed", _("This case is closed."))
    book = books[0]
    claims = sorted(book.claims, key=lambda claim: claim.number)
    outstanding = [claim.outstanding_fen for claim in claims]
    may = [sum(interest_of(book, claim).values()) for claim in claims]
    if principal_fen > sum(outstanding):
        raise Refused("too_much", _("The loan has less principal outstanding."), field="principal_fen")
    if interest_fen > sum(may):
        raise Refused("too_much", _("Less interest is unpaid."), field="interest_fen")
    principal = split(principal_fen, outstanding) if principal_fen else [0] * len(claims)
    interest = split(interest_fen, may) if interest_fen else [0] * len(claims)
    spread = zip(claims, principal, interest, strict=True)
    return [(claim.number, fen, off) for claim, fen, off in spread if fen or off]
