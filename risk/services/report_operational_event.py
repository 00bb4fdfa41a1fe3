"""Report that something went wrong in the company's own work."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Department, User
from accounts.numbers import next_number
from risk.inspections.rules import require_no_hidden_number
from risk.models import OperationalEvent

PREFIX = "OE"


def report_operational_event(
    *,
    category: str,
    department: Department,
    happened_on: dt.date,
    found_on: dt.date,
    words: str,
    loss_fen: int,
    reported_by: User,
    key: str,
) -> OperationalEvent:
    """Put the event into the register; the same key again finds the first one.

    Refuses (`bad_category`), (`no_words`), (`words_hidden`) a hidden number spelled out, (`in_the_future`) a day that
    has not come, (`found_before`) one found before it happened, and (`bad_loss`) a loss below nothing.
    """
    words = words.strip()
    _check(category, happened_on, found_on, words, loss_fen)
    inputs = {
        "category": category,
        "department": department.code,
        "happened_on": happened_on.isoformat(),
        "found_on": found_on.isoformat(),
        "words": words,
        "loss_fen": loss_fen,
    }

    def perform() -> str:
        event = OperationalEvent.objects.create(
            number=next_number(PREFIX),
            category=category,
            department=department,
            happened_on=happened_on,
            found_on=found_on,
            words=words,
            loss_fen=loss_fen,
            reported_by=reported_by,
            reported_at=clock.now(),
        )
        record_event(
            "operational_event.reported",
            subject=event,
            actor=reported_by,
            data={"category": category, "department": department.code, "loss_fen": loss_fen},
        )
        return event.number

    with transaction.atomic():
        number = run_once(
            actor=reported_by, command="report_operational_event", key=key, inputs=inputs, perform=perform
        )
        return OperationalEvent.objects.get(number=number)


def _check(category: str, happened_on: dt.date, found_on: dt.date, words: str, loss_fen: int) -> None:
    if category not in OperationalEvent.Category.values:
        raise Refused("bad_category", _("Choose what kind of event it is."), field="category")
    if not words:
        raise Refused("no_words", _("Say what happened."), field="words")
    require_no_hidden_number(words, "words")
    if max(happened_on, found_on) > clock.today():
        raise Refused("in_the_future", _("That day has not come yet."), field="found_on")
    if found_on < happened_on:
        raise Refused("found_before", _("It was not found before it happened."), field="found_on")
    if loss_fen < 0:
        raise Refused("bad_loss", _("A loss is nothing or more."), field="loss_fen")
