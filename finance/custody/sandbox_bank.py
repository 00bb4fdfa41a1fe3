"""The sandbox custodian bank: what it does with orders, and what it is told to do wrong.

It keeps its own statement and its own queue of notifications, and knows our house only through the hook.
"""

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import F

from accounts import clock
from accounts.bells import Bell
from accounts.numbers import next_number
from finance.custody.gateway import BankFact, FactKind
from finance.custody.message import write_message
from finance.models import SandboxCustomer, SandboxNotification, SandboxPlan, SandboxTransaction

AUTHORISE_WITHIN = dt.timedelta(minutes=30)
OVERTAKEN_AFTER = dt.timedelta(minutes=10)
# Rings when a notification waits to be delivered.
bell = Bell()

Behaviour = SandboxPlan.Behaviour
State = SandboxTransaction.State

# What each booked or declined kind of row is called in a notification.
FACTS: dict[tuple[str, str], FactKind] = {
    ("deposit", State.BOOKED): FactKind.DEPOSIT_CONFIRMED,
    ("deposit", State.DECLINED): FactKind.DEPOSIT_FAILED,
    ("recall", State.BOOKED): FactKind.DEPOSIT_RECALLED,
    ("withdrawal", State.BOOKED): FactKind.WITHDRAWAL_PAID,
    ("withdrawal", State.DECLINED): FactKind.WITHDRAWAL_BOUNCED,
    ("return", State.BOOKED): FactKind.WITHDRAWAL_RETURNED,
    ("receipt", State.BOOKED): FactKind.RECEIPT_UNIDENTIFIED,
    ("refund", State.BOOKED): FactKind.REFUND_PAID,
    ("refund", State.DECLINED): FactKind.REFUND_FAILED,
}


class BankRefuses(Exception):
    """The bank does not do what its own page or panel asked for."""


def new_token() -> str:
    """Return an unguessable name for a page of the bank."""
    return secrets.token_urlsafe(24)


def plan_behaviour(*, behaviour: str, remaining: int, seconds: int = 0) -> None:
    """Show a behaviour the next `remaining` times it applies; `seconds` is how long a delay lasts."""
    SandboxPlan.objects.create(
        behaviour=behaviour, remaining=remaining, seconds=seconds, planned_at=clock.now()
    )


def forget_plan(plan_id: int) -> None:
    """Drop what is left of a plan."""
    SandboxPlan.objects.filter(pk=plan_id).update(remaining=0)


def take_plan(behaviour: str) -> bool:
    """Use up one turn of the oldest standing plan of this behaviour; say whether there was one."""
    return behaviour in take_plans(behaviour)


def take_plans(*behaviours: str) -> dict[str, SandboxPlan]:
    """Use up one turn of the oldest standing plan of each of these behaviours; most often there is none."""
    taken: dict[str, SandboxPlan] = {}
    for plan in SandboxPlan.objects.filter(behaviour__in=behaviours, remaining__gt=0).order_by("pk"):
        if plan.behaviour in taken:
            continue
        still_there = SandboxPlan.objects.filter(pk=plan.pk, remaining__gt=0)
        if still_there.update(remaining=F("remaining") - 1):
            taken[plan.behaviour] = plan
    return taken


def open_order(
    kind: str,
    *,
    reference: str,
    amount_fen: int,
    customer: SandboxCustomer | None = None,
    card_last_four: str = "",
    payer_name: str = "",
    return_url: str = "",
) -> SandboxTransaction:
    """Write an order down as awaiting."""
    return SandboxTransaction.objects.create(
        bank_number=next_number("BK"),
        kind=kind,
        reference=reference,
        customer=customer,
        card_last_four=card_last_four,
        payer_name=payer_name,
        amount_fen=amount_fen,
        state=State.AWAITING,
        token=new_token(),
        return_url=return_url,
        ordered_at=clock.now(),
    )


def finish(order: SandboxTransaction, *, declined_because: str = "") -> None:
    """Book an order on the statement, or decline it, and queue the notification; the caller holds a transaction."""
    order.state = State.DECLINED if declined_because else State.BOOKED
    order.reason = declined_because
    order.booked_on = None if declined_because else clock.today()
    order.save(update_fields=["state", "reason", "booked_on", "amount_fen", "told_customer"])
    _notify(order)


def authorise(token: str, *, confirmed: bool) -> SandboxTransaction:
    """Let the customer confirm or decline a deposit on the bank's page; refuses one that is no longer waiting."""
    with transaction.atomic():
        order = SandboxTransaction.objects.select_for_update().filter(token=token, kind="deposit").first()
        if order is None or order.state != State.AWAITING or is_too_late(order):
            raise BankRefuses
        if not confirmed:
            finish(order, declined_because="declined")
        else:
            _book_deposit(order)
        return order


def _book_deposit(order: SandboxTransaction) -> None:
    """Book a confirmed deposit, or get it wrong as planned."""
    plans = take_plans(Behaviour.FAIL_DEPOSIT, Behaviour.WRONG_AMOUNT, Behaviour.WRONG_CUSTOMER)
    if Behaviour.FAIL_DEPOSIT in plans:
        finish(order, declined_because="refused_by_bank")
        return
    if order.amount_fen > 1 and Behaviour.WRONG_AMOUNT in plans:
        order.amount_fen -= 1
    if Behaviour.WRONG_CUSTOMER in plans:
        order.told_customer = "ANOTHER-PAYER"
    finish(order)


def is_too_late(order: SandboxTransaction) -> bool:
    """Say whether the customer's time to authorise has run out."""
    return clock.now() - order.ordered_at > AUTHORISE_WITHIN


def pay_out(order: SandboxTransaction) -> None:
    """Pay a withdrawal or a refund, or bounce it as planned."""
    finish(order, declined_because="card_closed" if take_plan(Behaviour.BOUNCE_WITHDRAWAL) else "")


def recall_deposit(bank_number: str) -> SandboxTransaction:
    """Take a booked deposit back (a dispute, a mistake of the paying bank)."""
    return _follow_up(bank_number, "deposit", "recall")


def return_payout(bank_number: str) -> SandboxTransaction:
    """Let a paid withdrawal come back (the card was closed meanwhile)."""
    return _follow_up(bank_number, "withdrawal", "return")


def receive_unidentified(*, amount_fen: int, payer_name: str, reference: str = "") -> SandboxTransaction:
    """Book a transfer that somebody made to the custody account without an order."""
    with transaction.atomic():
        order = open_order("receipt", reference=reference, amount_fen=amount_fen, payer_name=payer_name)
        finish(order)
        return order


def _follow_up(bank_number: str, kind: str, follow_up: str) -> SandboxTransaction:
    with transaction.atomic():
        first = (
            SandboxTransaction.objects.select_for_update(of=("self",))
            .select_related("customer")
            .filter(bank_number=bank_number, kind=kind, state=State.BOOKED)
            .first()
        )
        if (
            first is None
            or SandboxTransaction.objects.filter(reference=first.reference, kind=follow_up).exists()
        ):
            raise BankRefuses
        order = open_order(
            follow_up,
            reference=first.reference,
            amount_fen=first.amount_fen,
            customer=first.customer,
            card_last_four=first.card_last_four,
        )
        finish(order)
        return order


def fact_of(order: SandboxTransaction) -> BankFact | None:
    """Return what the bank says about an order, None while there is nothing to say."""
    kind = FACTS.get((order.kind, order.state))
    if kind is None:
        return None
    known_as = order.customer.bank_customer if order.customer else ""
    return BankFact(
        kind=kind,
        reference=order.reference,
        bank_number=order.bank_number,
        customer=order.told_customer or known_as,
        amount_fen=order.amount_fen,
        value_on=order.booked_on or clock.today(),
        payer_name=order.payer_name,
        reason=order.reason,
    )


def _notify(order: SandboxTransaction) -> None:
    """Queue the notification, as the standing plans want it."""
    fact = fact_of(order)
    if fact is None:
        return
    at = clock.now()
    plans = take_plans(Behaviour.DELAY, Behaviour.SILENT, Behaviour.REORDER, Behaviour.DUPLICATE)
    delay = plans.get(Behaviour.DELAY)
    due_at = at + dt.timedelta(seconds=delay.seconds if delay else 0)
    is_overtaken = Behaviour.REORDER in plans
    notification_id = f"N-{order.bank_number}"
    # Whoever was to be overtaken follows right behind this one; both are due at once, so that none waits for the clock.
    overtaken = SandboxNotification.objects.filter(state="queued", overtake=True)
    if overtaken.update(overtake=False, due_at=due_at):
        due_at -= dt.timedelta(milliseconds=1)
    SandboxNotification.objects.create(
        notification_id=notification_id,
        transaction=order,
        body=write_message(notification_id, fact).decode(),
        state="silenced" if Behaviour.SILENT in plans else "queued",
        copies=2 if Behaviour.DUPLICATE in plans else 1,
        overtake=is_overtaken,
        due_at=at + OVERTAKEN_AFTER if is_overtaken else due_at,
    )
    bell.ring_after_commit()
