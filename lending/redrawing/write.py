"""Writing a redrawn schedule: the open rows give way to new ones under the next version."""

from typing import Any

from accounts import clock
from accounts.esign.canonical import canonical, hash_of
from accounts.esign.codes import IN_SESSION, SignedText
from accounts.events import record_event
from accounts.models import Signature, User
from accounts.services.sign_document import put_signature
from lending.contracts.supplement import VERSION as SUPPLEMENT
from lending.domain.reschedule import Prepayment
from lending.instalments import instalment_of
from lending.models import Instalment, Loan, ScheduleVersion
from lending.redrawing.plans import Redrawn
from lending.repayment.book import LoanBook
from lending.services.withdraw_offers import withdraw_offers
from lending.subsidies.holds import lay_cover, release_subsidies


def write_version(book: LoanBook, redrawn: Redrawn, *, reason: str, actor: User | None) -> list[Instalment]:
    """Put the new rows in the place of the open ones; the caller holds the transaction and the book's locks.

    What was paid stays on its rows. Interest that a dealer set aside covers the new rows, the oldest first, and what is
    more goes back to the dealer. A part paid early becomes a row of its own, first among those returned, which
    its payment settles in the same transaction. The book holds the new rows afterwards.
    """
    loan, on, moment = book.loan, clock.today(), clock.now()
    agreed, rate_before_ppm = redrawn.shown, loan.rate_ppm
    withdraw_offers(loan_ids=[loan.pk], reason="loan_redrawn", actor=actor)
    pool_fen = sum(row.dealer_interest_fen for row in book.instalments)
    Instalment.objects.filter(pk__in=[row.pk for row in book.instalments]).update(
        superseded_at=moment, dealer_interest_fen=0
    )
    loan.schedule_version += 1
    loan.terms = redrawn.schedule.terms.to_dict()
    loan.rate_ppm = redrawn.schedule.terms.annual_rate_ppm
    loan.matures_on = redrawn.schedule.rows[-1].due_on
    loan.overdue_since_on = None
    loan.save(update_fields=["schedule_version", "terms", "rate_ppm", "matures_on", "overdue_since_on"])
    ScheduleVersion.objects.create(
        loan=loan, version=loan.schedule_version, reason=reason, terms=loan.terms, made_at=moment, made_on=on
    )
    next_n, rows = book.instalments[0].n, []
    if redrawn.prepayment is not None:
        rows.append(_paid_early(book, redrawn.prepayment, n=next_n))
    rows += [
        instalment_of(loan, row, next_n + len(rows) + position)
        for position, row in enumerate(redrawn.schedule.rows)
    ]
    lay_cover(rows, pool_fen)
    book.instalments = Instalment.objects.bulk_create(rows)
    if pool_fen:
        release_subsidies([loan], actor=actor)
    if actor is not None and actor.pk == loan.borrower_id:
        _sign(loan, agreed, reason, actor)
    data = {"version": loan.schedule_version, "reason": reason, "matures_on": loan.matures_on.isoformat()}
    if loan.rate_ppm != rate_before_ppm:
        data |= {"rate_ppm": loan.rate_ppm, "rate_before_ppm": rate_before_ppm}
    record_event("loan.redrawn", subject=loan, actor=actor, data=data)
    return book.instalments


def _sign(loan: Loan, agreed: dict[str, Any], reason: str, borrower: User) -> None:
    """Sign the new schedule by the confirmation that put it in force; the supplement to the contract names it."""
    content = canonical({**agreed, "reason": reason, "text": SUPPLEMENT})
    text = SignedText(reason, f"{loan.number}-{loan.schedule_version}", content, hash_of(content), SUPPLEMENT)
    put_signature(signer=borrower, capacity=Signature.Capacity.BORROWER, text=text, proof=IN_SESSION)


def _paid_early(book: LoanBook, paid: Prepayment, *, n: int) -> Instalment:
    return Instalment(
        loan=book.loan,
        schedule_version=book.loan.schedule_version,
        n=n,
        is_prepayment=True,
        starts_on=book.instalments[0].starts_on,
        due_on=clock.today(),
        principal_fen=paid.principal_fen,
        interest_fen=paid.interest_fen,
        fee_fen=paid.fee_fen,
        base_fen=paid.base_fen,
        days=paid.days,
        rate_numerator=paid.rate_num,
        rate_denominator=paid.rate_den,
        carried_fen=paid.carried_fen,
    )
