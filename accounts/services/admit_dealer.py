"""Admit a dealer whose admission was approved."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_office
from accounts.dealers.consent import is_representative_verified
from accounts.dealers.messages import tell_dealer
from accounts.dealers.queries import proposed_terms
from accounts.dealers.terms import put_in_force, terms_payload, told_limits
from accounts.dealers.watched import refuse_stopped
from accounts.errors import Refused
from accounts.models import Dealer, User
from accounts.services.consume_approval import consume_approval
from accounts.services.propose_admission import KIND
from accounts.states import move


def admit_dealer(*, dealer: Dealer, approval_number: str, actor: User | None) -> None:
    """Put the proposed terms in force and make the dealer active, exactly as approved; refuses what is not."""
    with transaction.atomic():
        row = lock_for_office(dealer, Dealer.Status.VETTING)
        terms = proposed_terms(row)
        if terms is None:
            raise Refused("no_proposal", _("No terms are proposed any more."))
        if not is_representative_verified(row):
            raise Refused("papers_missing", _("The dealer's papers are not complete any more."))
        refuse_stopped(row, clock.today())
        consume_approval(
            number=approval_number, kind=KIND, subject=row, payload=terms_payload(row, terms), actor=actor
        )
        put_in_force(row, terms, actor=actor, approval_number=approval_number)
        move(
            row,
            Dealer.Status.ACTIVE,
            actor=actor,
            data={"approval": approval_number, "terms": terms.number},
            admitted_at=clock.now(),
            reason="",
        )
        tell_dealer(row, "dealer_admitted", **told_limits(terms))
