"""The legal representative gives consent by the code on the representative's own phone."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.dealers.consent import code_handle, newest_consent
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock, lock_one
from accounts.models import Dealer, LegalPersonConsent, User
from accounts.services.use_code import use_code
from accounts.states import move

Status = LegalPersonConsent.Status


def give_legal_person_consent(*, dealer: Dealer, actor: User, typed: str) -> LegalPersonConsent:
    """Write the consent down as given; one given before for somebody else is replaced. No transaction may be open.

    Refuses (`consent_not_asked`), and (`code_wrong`) a code that is wrong, used, older than ten minutes, tried three
    times, or sent before the company's data changed. A refusal does not give the try back.
    """
    asked = newest_consent(dealer)
    if asked is None or asked.status != Status.ASKED:
        raise Refused("consent_not_asked", _("First have a code sent to the legal representative."))
    if not use_code(handle=code_handle(asked), typed=typed):
        raise Refused(
            "code_wrong",
            _("The code is wrong or too old. After three tries, ask for a new one."),
            field="code",
        )
    with transaction.atomic():
        row = lock_for_member(dealer, actor, filling=True)
        for before in lock(LegalPersonConsent.objects.filter(dealer=row, status=Status.GIVEN)):
            move(before, Status.DROPPED, actor=actor, data={"dealer": row.number})
        consent = lock_one(LegalPersonConsent.objects.filter(pk=asked.pk))
        move(
            consent,
            Status.GIVEN,
            actor=actor,
            data={"dealer": row.number, "version": consent.text_version, "fingerprint": consent.text_hash},
            given_at=clock.now(),
        )
        record_event("dealer.consent_given", subject=row, actor=actor, data={"consent": consent.number})
    return consent
