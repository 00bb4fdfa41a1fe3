"""Let approved limits of a dealer hold."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_office
from accounts.dealers.messages import tell_dealer
from accounts.dealers.queries import proposed_terms
from accounts.dealers.raises import require_nothing_against
from accounts.dealers.terms import put_in_force, terms_payload, told_limits
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Dealer, DealerTerms, User
from accounts.services.consume_approval import consume_approval

KIND = "accounts.dealer_limits"


def change_limits(*, dealer: Dealer, approval_number: str, actor: User | None) -> None:
    """Put the proposed terms in force exactly as approved; refuses what is not.

    Only more than holds waits for an approval, so it refuses as well while a floor above has something against it
    (`score_poor`): days may lie between the request and the approval.
    """
    with transaction.atomic():
        row = lock_for_office(dealer, Dealer.Status.ACTIVE, Dealer.Status.SUSPENDED)
        terms = proposed_terms(row)
        if terms is None:
            raise Refused("no_proposal", _("No terms are proposed any more."))
        require_nothing_against(row)
        consume_approval(
            number=approval_number, kind=KIND, subject=row, payload=terms_payload(row, terms), actor=actor
        )
        let_limits_hold(row, terms, actor=actor, approval_number=approval_number)


def let_limits_hold(dealer: Dealer, terms: DealerTerms, *, actor: User | None, approval_number: str) -> None:
    """Put terms in force and tell the dealer; the caller holds the dealer's lock."""
    put_in_force(dealer, terms, actor=actor, approval_number=approval_number)
    record_event(
        "dealer.limits_changed",
        subject=dealer,
        actor=actor,
        data={"terms": terms.number, "approval": approval_number},
    )
    tell_dealer(dealer, "dealer_limits", from_on=clock.today().isoformat(), **told_limits(terms))
