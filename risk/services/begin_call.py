"""Begin a call to a debtor: the governor is asked in the transaction that shows the number."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from accounts.services.unmask_value import unmask_value
from risk.collections.governor import lock_and_ask
from risk.domain.contact_governor import DEBTOR
from risk.models import CollectionCase, CollectionContact

PREFIX = "CN"


@dataclass(frozen=True)
class BegunCall:
    """The call on record and the number to dial, which is shown once and kept nowhere else."""

    contact: CollectionContact
    phone: str = field(repr=False)


def begin_call(*, case: CollectionCase, officer: User, purpose: str, party: str = DEBTOR) -> BegunCall:
    """Reserve one of the day's calls, show the debtor's own number for it and write down both.

    Refuses what the governor refuses, as things stand under the loan's lock (`not_late` the second a payment posted,
    `third_party`, a pause, `quiet_hours`, `too_many_calls`), (`no_right`) whoever may not see numbers,
    (`own_loan`), (`call_open`) a second call of the officer, and what `unmask_value` refuses.
    """
    if not officer.has_right("accounts.unmask"):
        raise Refused("no_right", _("Only who may see hidden values can call."))
    with transaction.atomic():
        row, stage = lock_and_ask(case, channel="call", officer=officer, party=party)
        number = next_number(PREFIX)
        shown = unmask_value(
            staff=officer,
            customer=row.loan.borrower,
            value_code="phone",
            reason="collect",
            words=f"{row.loan.number} · {number}",
        )
        at = clock.now()
        try:
            with transaction.atomic():
                contact = CollectionContact.objects.create(
                    number=number,
                    case=row,
                    debtor=row.loan.borrower,
                    officer=officer,
                    channel="call",
                    purpose=purpose,
                    stage=stage,
                    status=CollectionContact.Status.OPEN,
                    made_on=at.astimezone(clock.SHANGHAI).date(),
                    made_at=at,
                    unmasking_number=shown.number,
                )
        except IntegrityError as error:
            raise Refused("call_open", _("You have a call under way. Say first how it went.")) from error
        record_event("collection_call.begun", subject=contact, actor=officer, data={"case": row.number})
    return BegunCall(contact, shown.value)
