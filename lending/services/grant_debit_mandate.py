"""Let the bound card be debited for a loan."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.rules import rule_value
from finance.policies import own_verified_card
from lending.card_debit.consent import VERSION, consent_hash
from lending.models import DebitMandate, Loan


def grant_debit_mandate(*, loan: Loan, borrower: User, card_number: str, cap_fen: int) -> DebitMandate:
    """Keep the borrower's mandate; an earlier one of the loan (another card, another cap) ends with it.

    Refuses (`loan_ended`), a card that is not the borrower's own verified one, and (`cap`) a cap above the rule's.
    """
    most_fen = rule_value("card.debit")["most_cap_fen"]
    if not 0 < cap_fen <= most_fen:
        raise Refused("cap", _("Choose a cap within the limit of the rule."), field="cap_fen")
    with transaction.atomic():
        clock.lock_business_date()
        row = lock_one(Loan.objects.filter(pk=loan.pk, borrower=borrower))
        if row.status not in Loan.OWING:
            raise Refused("loan_ended", _("This loan is already paid off."))
        card = own_verified_card(borrower, card_number)
        at = clock.now()
        DebitMandate.objects.filter(loan=row, revoked_at=None).update(revoked_at=at)
        mandate = DebitMandate.objects.create(
            loan=row,
            card=card,
            cap_fen=cap_fen,
            text_version=VERSION,
            text_hash=consent_hash(row, card, cap_fen),
            consented_at=at,
        )
        data = {"mandate": mandate.pk, "card": card.number, "cap_fen": cap_fen, "text": VERSION}
        record_event("loan.card_debit_granted", subject=row, actor=borrower, data=data)
    return mandate
