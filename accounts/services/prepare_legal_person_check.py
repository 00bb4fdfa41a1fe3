"""Write down that the identity service will be asked about a company's legal representative."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.dealers.consent import consent_in_force
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Dealer, LegalPersonCheck, User
from accounts.numbers import next_number

CHECKS_A_DAY = 5
A_DAY = dt.timedelta(days=1)


def prepare_legal_person_check(*, dealer: Dealer, actor: User, provider_name: str) -> LegalPersonCheck:
    """Record the question about the name and number that the representative's consent in force is bound to.

    Refuses (`company_missing`) before the company is named, (`consent_missing`) without that consent,
    (`too_many_checks`) more than five questions of a dealer in a day.
    """
    with transaction.atomic():
        row = lock_for_member(dealer, actor, filling=True)
        if row.organisation is None:
            raise Refused("company_missing", _("First say which company it is."))
        consent = consent_in_force(row)
        if consent is None:
            raise Refused("consent_missing", _("The legal representative has not agreed yet."))
        at = clock.now()
        if LegalPersonCheck.objects.filter(dealer=row, asked_at__gt=at - A_DAY).count() >= CHECKS_A_DAY:
            raise Refused(
                "too_many_checks", _("You have tried five times today. Try again tomorrow, or call us.")
            )
        check = LegalPersonCheck.objects.create(
            number=next_number("LC"),
            dealer=row,
            organisation=row.organisation,
            consent=consent,
            real_name=consent.real_name,
            identity_number=consent.identity_number,
            identity_index=consent.identity_index,
            provider=provider_name,
            asked_by=actor,
            asked_at=at,
        )
        record_event("legal_person_check.asked", subject=check, actor=actor, data={"dealer": row.number})
    return check
