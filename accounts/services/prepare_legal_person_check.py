"""Write down that the identity service will be asked about a company's legal representative."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.crypto import blind_index
from accounts.dealers.acting import lock_for_member
from accounts.domain.identity_number import BadIdentityNumber, read_identity_number
from accounts.domain.real_name import BadName, read_real_name
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Dealer, LegalPersonCheck, User
from accounts.numbers import next_number

CHECKS_A_DAY = 5
A_DAY = dt.timedelta(days=1)


def prepare_legal_person_check(
    *, dealer: Dealer, actor: User, real_name: str, identity_number: str, provider_name: str
) -> LegalPersonCheck:
    """Check the name and the number by themselves and record the question.

    Refuses (`identity_form`) a number or name that cannot be, (`company_missing`) before the company is named,
    (`too_many_checks`) more than five questions of a dealer in a day.
    """
    try:
        name, identity = read_real_name(real_name), read_identity_number(identity_number)
    except (BadName, BadIdentityNumber):
        raise Refused("identity_form", _("This is no name and number of an identity card.")) from None
    with transaction.atomic():
        row = lock_for_member(dealer, actor, filling=True)
        if row.organisation is None:
            raise Refused("company_missing", _("First say which company it is."))
        at = clock.now()
        if LegalPersonCheck.objects.filter(dealer=row, asked_at__gt=at - A_DAY).count() >= CHECKS_A_DAY:
            raise Refused(
                "too_many_checks", _("You have tried five times today. Try again tomorrow, or call us.")
            )
        check = LegalPersonCheck.objects.create(
            number=next_number("LC"),
            dealer=row,
            organisation=row.organisation,
            real_name=name,
            identity_number=identity.number,
            identity_index=blind_index("identity", identity.number),
            provider=provider_name,
            asked_by=actor,
            asked_at=at,
        )
        record_event("legal_person_check.asked", subject=check, actor=actor, data={"dealer": row.number})
    return check
