"""A holder lets the borrower off a part of the own claim."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from finance.posting import EntryInput, TransferInput
from finance.services.post_entries import post_entries
from lending.bad_days.waivers import check_may_waive, lay_waiver
from lending.models import Claim, Instalment, Loan, Waiver, WaiverPart
from lending.repayment.book import LoanBook
from lending.repayment.dues import refresh_overdue
from lending.repayment.open_book import lock_open_book
from lending.repayment.plan import controls_of
from lending.repayment.write import INSTALMENT_FIELDS, settle_books
from lending.subsidies.holds import release_subsidies

PURPOSE = "waived"


def accept_waiver(*, number: str, holder: User) -> Waiver:
    """Waive what was offered, of this claim alone (2301 → 1301 for its principal); what nobody owes any more settles.

    Overdue interest on waived principal falls away from its first day on; what others get does not change. Refuses
    (`not_offered`) a lapsed offer or a claim sold since, and, as things stand today, what `check_may_waive` refuses.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_one(Waiver.objects.filter(number=number, holder=holder))
        if row.status != Waiver.Status.OFFERED or not row.offer_until_on or row.offer_until_on < today:
            raise Refused("not_offered", _("This offer is no longer open."))
        book = lock_open_book(row.loan_id)
        claim = next((one for one in book.claims if one.pk == row.claim_id), None)
        if claim is None or claim.holder_id != holder.pk:
            raise Refused("not_offered", _("This offer is no longer open."))
        check_may_waive(book, claim.number, row.principal_fen, row.interest_fen, today)
        _write(book, claim, row)
        if row.principal_fen:
            _post(book, row, holder)
        move(
            row,
            Waiver.Status.ACCEPTED,
            actor=holder,
            data={
                "claim": claim.number,
                "principal_fen": row.principal_fen,
                "interest_fen": row.interest_fen,
            },
            ended_at=clock.now(),
            ended_on=today,
        )
        _settle_what_is_done(book, holder)
        if book.loan.product_version.is_interest_paid_by_dealer:
            release_subsidies([book.loan], actor=holder)
    return row


def _write(book: LoanBook, claim: Claim, row: Waiver) -> None:
    laid = lay_waiver(book, claim, row.principal_fen, row.interest_fen)
    for instalment, principal_fen, interest_fen in laid:
        instalment.principal_not_owed_fen += principal_fen
        instalment.interest_not_owed_fen += interest_fen
        instalment.dealer_interest_fen = min(instalment.dealer_interest_fen, instalment.unpaid_interest_fen)
    WaiverPart.objects.bulk_create(
        WaiverPart(waiver=row, instalment=instalment, principal_fen=principal_fen, interest_fen=interest_fen)
        for instalment, principal_fen, interest_fen in laid
    )
    claim.outstanding_fen -= row.principal_fen
    claim.save(update_fields=["outstanding_fen"])
    book.loan.outstanding_fen -= row.principal_fen
    book.loan.save(update_fields=["outstanding_fen"])


def _post(book: LoanBook, row: Waiver, holder: User) -> None:
    transfer = TransferInput(*controls_of(book.loan), row.principal_fen, PURPOSE)
    post_entries(
        [
            EntryInput(
                kind="loan.waived",
                reference=book.loan.number,
                idempotency_key=f"waiver:{row.number}",
                transfers=[transfer],
                value_on=clock.today(),
                posted_by_id=holder.pk,
            )
        ]
    )


def _settle_what_is_done(book: LoanBook, holder: User) -> None:
    """Bring the rows up to today; rows, and the loan, that owe nothing any more end."""
    today, moment = clock.today(), clock.now()
    refresh_overdue(book, today)
    for row in book.instalments:
        if row.unpaid_fen == 0:
            row.settled_at, row.settled_on = moment, today
    Instalment.objects.bulk_update(
        book.instalments, [*INSTALMENT_FIELDS, "principal_not_owed_fen"], batch_size=100
    )
    left = [row for row in book.instalments if row.settled_at is None]
    book.loan.overdue_since_on = left[0].due_on if left else None
    book.loan.save(update_fields=["overdue_since_on"])
    if not left and book.loan.outstanding_fen == 0:
        settle_books([book], Loan.Status(book.loan.status), on=today, moment=moment, actor=holder)
