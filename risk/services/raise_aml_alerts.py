"""Raise the alerts that a look at the books has found."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from risk.aml.patterns import first_day, party_of
from risk.aml.rules import last_day, pattern_rule
from risk.domain.aml import Found
from risk.models import AmlAlert, AmlLine
from risk.models.aml import LARGE

PREFIX = "AA"
# Patterns over some days: the same thing is not raised again while its days overlap.
SPANS = {"pass_through": "days", "structuring": "days", "dealer_out": "window_days"}


def raise_aml_alerts(*, found: Sequence[Found]) -> list[AmlAlert]:
    """Keep each alert with its lines, once: what was raised before is left as it is. Return the new ones.

    The event says that there is an alert and nothing of whom it is about.
    """
    known = set(AmlAlert.objects.filter(key__in=[one.key for one in found]).values_list("key", flat=True))
    raised = []
    for one in found:
        if one.key in known or _is_told_already(one):
            continue
        alert = _raise(one)
        if alert is not None:
            raised.append(alert)
    return raised


def _is_told_already(one: Found) -> bool:
    span = SPANS.get(one.pattern)
    if span is None:
        return False
    day = max(line.on for line in one.lines)
    since_on = first_day(day, pattern_rule(day)[one.pattern][span])
    rows = AmlAlert.objects.filter(pattern=one.pattern, customer=one.customer_id)
    return rows.filter(day_on__range=(since_on, day)).exists()


def _raise(one: Found) -> AmlAlert | None:
    """Return None where another worker has raised it meanwhile."""
    customer = User.objects.select_related("person").get(pk=one.customer_id)
    name, identity = party_of(customer)
    day = max(line.on for line in one.lines)
    due_in = "large" if one.pattern in LARGE else "investigate"
    try:
        with transaction.atomic():
            alert = AmlAlert.objects.create(
                number=next_number(PREFIX),
                key=one.key,
                pattern=one.pattern,
                customer=customer,
                party_name=name,
                party_identity=identity,
                day_on=day,
                amount_fen=one.amount_fen,
                raised_at=clock.now(),
                due_on=last_day(due_in, day),
            )
    except IntegrityError:
        return None
    AmlLine.objects.bulk_create(
        [
            AmlLine(
                alert=alert,
                n=n,
                customer_id=line.customer_id,
                what=line.what,
                direction=line.direction,
                amount_fen=line.amount_fen,
                on=line.on,
                reference=line.reference,
                transfer_id=line.transfer_id,
            )
            for n, line in enumerate(one.lines, 1)
        ],
        batch_size=500,
    )
    record_event("aml_alert.open", subject=alert, actor=None, data={"pattern": one.pattern})
    return alert
