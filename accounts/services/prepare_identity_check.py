"""Write down that the identity service will be asked."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.crypto import blind_index
from accounts.domain.identity_number import BadIdentityNumber, age_on, read_identity_number
from accounts.domain.real_name import BadName, read_real_name
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import IdentityCheck, User
from accounts.numbers import next_number
from accounts.restrictions import LOOKING
from accounts.review.waiting import is_being_looked_at, is_refused
from accounts.rules import rule_value
from accounts.services.give_consent import give_consent

CHECKS_A_DAY = 5
REFUSED = gettext_lazy(
    "We cannot verify you and offer you no account to borrow or lend with. On the privacy page you can ask that a "
    "person looks again."
)
A_DAY = dt.timedelta(days=1)


def prepare_identity_check(
    *, user: User, real_name: str, identity_number: str, provider_name: str
) -> IdentityCheck:
    """Check the name and the number by themselves, record the separate consent to use them, and the question.

    Refuses (`identity_verified`) who is verified already, (`identity_form`) a number or name that cannot be,
    (`too_young`) who is under age on the business date, (`too_many_checks`) more than five questions in a day,
    (`identity_differs`) another person than the one this login was verified as before, (`under_review`) while a
    colleague looks at the customer, (`identity_refused`) whom a review refused.
    """
    try:
        name, identity = read_real_name(real_name), read_identity_number(identity_number)
    except (BadName, BadIdentityNumber):
        raise Refused("identity_form", _("This is no name and number of an identity card.")) from None
    refuse_under_age(identity.birth_on)
    with transaction.atomic():
        user = lock_one(User.objects.filter(pk=user.pk))
        if user.identity_verified_at is not None:
            raise Refused("identity_verified", _("Your identity is verified already."))
        index, at = blind_index("identity", identity.number), clock.now()
        if user.person_id is not None and user.person is not None and user.person.identity_index != index:
            raise Refused(
                "identity_differs", _("This account belongs to another person."), field="identity_number"
            )
        if IdentityCheck.objects.filter(user=user, asked_at__gt=at - A_DAY).count() >= CHECKS_A_DAY:
            raise Refused(
                "too_many_checks", _("You have tried five times today. Try again tomorrow, or call us.")
            )
        if is_refused(user):
            raise Refused("identity_refused", REFUSED)
        if is_being_looked_at(user):
            raise Refused("under_review", LOOKING)
        give_consent(user=user, code="identity")
        check = IdentityCheck.objects.create(
            number=next_number("IC"),
            user=user,
            real_name=name,
            identity_number=identity.number,
            identity_index=index,
            provider=provider_name,
            asked_at=at,
        )
        record_event("identity_check.asked", subject=check, actor=user, data={"user": user.number})
    return check


def refuse_under_age(birth_on: dt.date) -> None:
    """Refuse (`too_young`) who is under age on the business date (rule `age.minimum`)."""
    years = rule_value("age.minimum")["years"]
    if age_on(birth_on, clock.today()) < years:
        raise Refused(
            "too_young",
            _("You must be at least %(years)s years old.") % {"years": years},
            field="identity_number",
        )
