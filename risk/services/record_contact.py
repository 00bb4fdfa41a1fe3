"""Write down a contact that was made other than by a call from here: an SMS or a visit."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from risk.collections.governor import lock_and_ask
from risk.collections.words import SAID
from risk.domain.contact_governor import DEBTOR
from risk.models import CollectionCase, CollectionContact
from risk.models.collection import Reached
from risk.services.begin_call import PREFIX
from risk.services.end_call import Told, write_outcome

# A call goes by `begin_call`, which alone shows the number; a letter by `send_letter`, which alone draws it.
CHANNELS = ("visit", "sms")


def record_contact(
    *,
    case: CollectionCase,
    officer: User,
    channel: str,
    purpose: str,
    told: Told,
    key: str,
    party: str = DEBTOR,
) -> CollectionContact:
    """Log the contact as it is made; the governor is asked as for a call.

    Refuses (`channel`) calls and letters, which have doors of their own, what the governor refuses, and what
    `end_call` refuses of what was said.
    """
    if channel not in CHANNELS:
        raise Refused("channel", _("A call is begun on the case's page, a letter is sent from there."))
    if set(told.said) - set(SAID):
        raise Refused("unknown_code", _("Choose from the list."), field="said")

    def perform() -> str:
        return _record(case, officer, channel, purpose, told, party).number

    inputs = {"case": case.number, "channel": channel, "purpose": purpose, "told": str(told)}
    with transaction.atomic():
        number = run_once(actor=officer, command="record_contact", key=key, inputs=inputs, perform=perform)
        return CollectionContact.objects.get(number=number)


def _record(
    case: CollectionCase, officer: User, channel: str, purpose: str, told: Told, party: str
) -> CollectionContact:
    row, stage = lock_and_ask(case, channel=channel, officer=officer, party=party)
    at = clock.now()
    contact = CollectionContact.objects.create(
        number=next_number(PREFIX),
        case=row,
        debtor=row.loan.borrower,
        officer=officer,
        channel=channel,
        purpose=purpose,
        stage=stage,
        made_on=at.astimezone(clock.SHANGHAI).date(),
        made_at=at,
        ended_at=at,
        reached=told.reached if channel == "visit" else Reached.SENT,
        is_connected=channel == "visit" and told.reached == Reached.DEBTOR,
        said=told.said,
        note=told.note.strip(),
    )
    record_event(
        "collection_contact.ended",
        subject=contact,
        actor=officer,
        data={"case": row.number, "channel": channel, "reached": contact.reached, "said": told.said},
    )
    write_outcome(row, contact, officer, told)
    return contact
