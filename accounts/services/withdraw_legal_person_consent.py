"""A company's legal representative takes the consent back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.messages import tell_dealer
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import Dealer, LegalPersonConsent, Organisation, User
from accounts.services.lapse_requests import lapse_requests
from accounts.states import move

# Here the agreement stands on the verified representative; who signed for a company at work stays on record.
ADMITTED = (Dealer.Status.ACTIVE, Dealer.Status.SUSPENDED, Dealer.Status.ENDED)


def withdraw_legal_person_consent(*, consent: LegalPersonConsent, actor: User | None, note: str = "") -> None:
    """End the consent, by the representative's own link (no actor) or by an employee who was called (with a note).

    Before the admission the company has no verified representative any more, and a request to admit it lapses; after
    it, what was verified is kept as evidence of the contract (PIPL 47). Refuses (`consent_missing`) one that is not
    in force.
    """
    with transaction.atomic():
        dealer = lock_one(Dealer.objects.filter(pk=consent.dealer_id))
        row = lock_one(LegalPersonConsent.objects.filter(pk=consent.pk))
        if row.status != LegalPersonConsent.Status.GIVEN:
            raise Refused("consent_missing", _("This consent is not in force."))
        move(
            row,
            LegalPersonConsent.Status.WITHDRAWN,
            actor=actor,
            data={"dealer": dealer.number, "by": "office" if actor else "link", "note": note[:200]},
            withdrawn_at=clock.now(),
        )
        if dealer.status not in ADMITTED and dealer.organisation_id == row.organisation_id:
            Organisation.objects.filter(pk=row.organisation_id).update(
                legal_person=None, legal_person_verified_at=None
            )
            lapse_requests(dealer=dealer, actor=actor)
        record_event("dealer.consent_withdrawn", subject=dealer, actor=actor, data={"consent": row.number})
        tell_dealer(dealer, "dealer_consent_withdrawn")
