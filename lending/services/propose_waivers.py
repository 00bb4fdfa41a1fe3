"""Ask for another person's approval to ask several holders of one loan for waivers, in one go."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from accounts.numbers import next_number
from accounts.services.request_approval import request_approval
from lending.bad_days.waivers import check_may_waive
from lending.models import Loan, Waiver
from lending.repayment.book import LoanBook
from lending.repayment.open_book import lock_open_book

KIND = "lending.waiver"
PREFIX = "WV"


def propose_waivers(
    *, loan: Loan, parts: Sequence[tuple[str, int, int]], maker: User, reason: str
) -> list[Waiver]:
    """Put before another person what each holder would be asked for: (claim number, principal, interest) in fen.

    Each is approved and then granted, or not, by its holder alone; claims that are not named are not touched. Refuses
    what `check_may_waive` refuses of any part, (`already_asked`) while a holder is being asked, and no reason; then
    nothing moved.
    """
    with transaction.atomic():
        clock.lock_business_date()
        book = lock_open_book(loan.pk)
        return [_ask(book, maker, reason, *part) for part in parts]


def _ask(
    book: LoanBook, maker: User, reason: str, claim_number: str, principal_fen: int, interest_fen: int
) -> Waiver:
    claim = check_may_waive(book, claim_number, principal_fen, interest_fen, clock.today())
    try:
        with transaction.atomic():
            row = Waiver.objects.create(
                number=next_number(PREFIX),
                loan=book.loan,
                claim=claim,
                holder_id=claim.holder_id,
                principal_fen=principal_fen,
                interest_fen=interest_fen,
                reason=reason.strip(),
                planned_by=maker,
                planned_at=clock.now(),
            )
    except IntegrityError as error:
        raise Refused("already_asked", _("This holder is being asked already.")) from error
    approval = request_approval(
        maker=maker,
        kind=KIND,
        subject=row,
        payload=payload_of(row),
        page_path=reverse("office_bad_days", args=[book.loan.number]),
        reason=reason,
    )
    row.approval_number = approval.number
    row.save(update_fields=["approval_number"])
    return row


def payload_of(row: Waiver) -> dict[str, Any]:
    """Return what an approval is bound to."""
    return {
        "waiver": row.number,
        "claim": row.claim.number,
        "principal_fen": row.principal_fen,
        "interest_fen": row.interest_fen,
    }
