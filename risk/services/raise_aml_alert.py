"""Raise an alert by hand: what a colleague of the desk noticed and no pattern did."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from risk.aml.patterns import party_of
from risk.aml.rules import last_day
from risk.models import AmlAlert
from risk.services.raise_aml_alerts import PREFIX


def raise_aml_alert(*, customer_number: str, words: str, actor: User, key: str) -> AmlAlert:
    """Open an alert about a customer with the reason in words; the same press again finds the first one.

    Refuses (`no_customer`) a number nobody has or that is the actor's own person's, and (`no_words`).
    """
    if not words.strip():
        raise Refused("no_words", _("Say what was noticed."), field="words")
    rows = User.objects.select_related("person").filter(number=customer_number.strip())
    customer = rows.exclude(kind__in=[User.Kind.STAFF, User.Kind.SYSTEM]).first()
    if customer is None or (customer.person_id is not None and customer.person_id == actor.person_id):
        raise Refused("no_customer", _("There is no customer with this number."), field="customer_number")

    def perform() -> str:
        return _raise(customer, words.strip(), actor)

    with transaction.atomic():
        inputs = {"customer": customer.number, "words": words.strip()}
        number = run_once(actor=actor, command="raise_aml_alert", key=key, inputs=inputs, perform=perform)
        return AmlAlert.objects.get(number=number)


def _raise(customer: User, words: str, actor: User) -> str:
    number, today = next_number(PREFIX), clock.lock_business_date()
    name, identity = party_of(customer)
    alert = AmlAlert.objects.create(
        number=number,
        key=f"by_hand:{number}",
        pattern=AmlAlert.Pattern.BY_HAND,
        customer=customer,
        party_name=name,
        party_identity=identity,
        day_on=today,
        amount_fen=0,
        words=words,
        raised_at=clock.now(),
        raised_by=actor,
        due_on=last_day("investigate", today),
    )
    record_event("aml_alert.open", subject=alert, actor=actor, data={"pattern": alert.pattern})
    return alert.number
