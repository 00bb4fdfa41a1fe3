"""Write down what the identity service answered about a legal representative."""

from django.db import transaction

from accounts import clock
from accounts.domain.identity_number import read_identity_number
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import Dealer, LegalPersonCheck, Organisation, Person
from accounts.states import move


def record_legal_person_answer(
    *, number: str, is_match: bool | None, reference: str = ""
) -> LegalPersonCheck:
    """Move the check to what was answered; on a match the company has its legal representative. None: no answer.

    Where the dealer named another company meanwhile, or sent the papers in, nothing is bound: `superseded`. A check
    that was answered before is returned as it is.
    """
    asked = LegalPersonCheck.objects.get(number=number)
    with transaction.atomic():
        dealer = lock_one(Dealer.objects.filter(pk=asked.dealer_id))
        check = lock_one(LegalPersonCheck.objects.filter(pk=asked.pk))
        if check.status != LegalPersonCheck.Status.ASKED:
            return check
        outcome = _outcome(dealer, check, is_match)
        if outcome == LegalPersonCheck.Status.MATCHED:
            _bind(dealer, check)
        move(
            check,
            outcome,
            actor=check.asked_by,
            data={"dealer": dealer.number, "reference": reference},
            answered_at=clock.now(),
            provider_reference=reference,
        )
        return check


def _outcome(dealer: Dealer, check: LegalPersonCheck, is_match: bool | None) -> str:
    if is_match is None:
        return LegalPersonCheck.Status.UNANSWERED
    if not is_match:
        return LegalPersonCheck.Status.MISMATCHED
    is_still_asked = dealer.is_filling and dealer.organisation_id == check.organisation_id
    return LegalPersonCheck.Status.MATCHED if is_still_asked else LegalPersonCheck.Status.SUPERSEDED


def _bind(dealer: Dealer, check: LegalPersonCheck) -> None:
    person, _is_new = Person.objects.get_or_create(
        identity_index=check.identity_index,
        defaults={
            "real_name": check.real_name,
            "identity_number": check.identity_number,
            "birth_on": read_identity_number(check.identity_number).birth_on,
            "created_at": clock.now(),
        },
    )
    Organisation.objects.filter(pk=check.organisation_id).update(
        legal_person=person, legal_person_verified_at=clock.now()
    )
    record_event(
        "dealer.legal_person_verified", subject=dealer, actor=check.asked_by, data={"check": check.number}
    )
