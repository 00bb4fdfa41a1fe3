"""Say how a call went, what was said, and what comes next."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.numbers import next_number
from accounts.states import move
from risk.collections.next_steps import set_next_step
from risk.collections.rules import work_rule
from risk.collections.standing import is_owed
from risk.collections.words import SAID
from risk.models import CollectionCase, CollectionContact, PaymentPromise
from risk.models.collection import NextAction, Reached

PREFIX = "PM"


@dataclass(frozen=True)
class Told:
    """What is written of a contact; with a promise its amount (fen) and its day; with what comes next its day."""

    reached: str
    said: list[str] = field(default_factory=list)
    note: str = ""
    promised_fen: int | None = None
    promised_on: dt.date | None = None
    next_action: str = NextAction.CALL
    next_action_on: dt.date | None = None


def end_call(*, contact: CollectionContact, officer: User, told: Told) -> CollectionContact:
    """Put the call on record. One that a payment cut short may still be told, and changes nothing more.

    Refuses (`not_yours`) another's call, (`not_open`) one that is on record, (`said_nothing`) a debtor reached without
    what was said, (`unknown_code`), and what `keep_promise` refuses.
    """
    _check(told)
    with transaction.atomic():
        case = lock_one(CollectionCase.objects.filter(pk=contact.case_id))
        row = lock_one(CollectionContact.objects.filter(pk=contact.pk))
        if row.officer_id != officer.pk:
            raise Refused("not_yours", _("Whoever made the call says how it went."))
        if row.status == CollectionContact.Status.ENDED:
            raise Refused("not_open", _("This call is on record already."))
        is_connected = told.reached == Reached.DEBTOR
        move(
            row,
            CollectionContact.Status.ENDED,
            actor=officer,
            data={"case": case.number, "channel": row.channel, "reached": told.reached, "said": told.said},
            ended_at=clock.now(),
            reached=told.reached,
            is_connected=is_connected,
            said=told.said,
            note=told.note.strip(),
        )
        write_outcome(case, row, officer, told)
    return row


def write_outcome(case: CollectionCase, contact: CollectionContact, officer: User, told: Told) -> None:
    """Keep the promise that came of a contact and set the next step; the caller holds the case's lock."""
    if told.promised_fen is not None or told.promised_on is not None:
        keep_promise(case, contact, officer, told.promised_fen, told.promised_on)
    elif case.is_live:
        set_next_step(case, told.next_action, told.next_action_on)


def keep_promise(
    case: CollectionCase,
    contact: CollectionContact,
    officer: User,
    promised_fen: int | None,
    promised_on: dt.date | None,
) -> PaymentPromise:
    """Write a promise down; the case comes back the day after it.

    Refuses (`promise_incomplete`) without amount or day, (`not_connected`) where the debtor was not reached,
    (`not_late`) on a cured loan, (`promise_day`) a day that is past or beyond the rule, (`promised_already`).
    """
    today, rule = clock.today(), work_rule()
    if not promised_fen or promised_on is None:
        raise Refused("promise_incomplete", _("A promise has an amount and a day."), field="promised_fen")
    if not contact.is_connected:
        raise Refused("not_connected", _("Only the debtor promises."), field="promised_fen")
    if not case.is_live or not is_owed(case.loan):
        raise Refused("not_late", _("Nothing is overdue on this loan any more."))
    if not today <= promised_on <= today + dt.timedelta(days=rule.promise_days):
        raise Refused(
            "promise_day",
            _("A promise names a day within %(days)s days.") % {"days": rule.promise_days},
            field="promised_on",
        )
    if PaymentPromise.objects.filter(case=case, status=PaymentPromise.Status.OPEN).exists():
        raise Refused("promised_already", _("A promise of this case is open still."), field="promised_fen")
    promise = PaymentPromise.objects.create(
        number=next_number(PREFIX),
        case=case,
        contact=contact,
        promised_fen=promised_fen,
        due_on=promised_on,
        taken_by=officer,
        taken_at=clock.now(),
        stage=contact.stage,
    )
    set_next_step(case, NextAction.CHECK_PROMISE, promised_on + dt.timedelta(days=1))
    return promise


def _check(told: Told) -> None:
    if told.reached not in (Reached.DEBTOR, Reached.NOBODY, Reached.OTHER, Reached.WRONG):
        raise Refused("unknown_code", _("Choose from the list."), field="reached")
    if set(told.said) - set(SAID):
        raise Refused("unknown_code", _("Choose from the list."), field="said")
    if told.reached == Reached.DEBTOR and not told.said:
        raise Refused("said_nothing", _("Say what the debtor said."), field="said")
    if told.reached != Reached.DEBTOR and told.said:
        raise Refused("nobody_spoke", _("Only the debtor's own words are kept."), field="said")
