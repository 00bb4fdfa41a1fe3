"""The custodian bank as tests see it: sealed notifications by hand, planned behaviour, and what the books then say."""

import datetime as dt
import itertools
import json
import uuid
from typing import Any

from accounts import clock
from accounts.models import User
from finance.custody import calls
from finance.custody.gateway import BankFact, FactKind
from finance.custody.message import write_message
from finance.custody.sandbox_bank import plan_behaviour
from finance.custody.signature import sign
from finance.models import CustodyCustomer, Deposit, SandboxTransaction, Transfer, Withdrawal
from finance.queries.balances import code_balances
from finance.queries.cards import verified_card
from finance.services.receive_notification import HookAnswer, receive_notification
from finance.services.request_deposit import request_deposit
from finance.services.request_withdrawal import request_withdrawal

_running = itertools.count(1)


def seal(body: bytes, *, age_seconds: int = 0, nonce: str = "") -> dict[str, str]:
    """Return the headers of a good seal, made `age_seconds` ago."""
    timestamp = int(clock.now().timestamp()) - age_seconds
    return sign(body=body, timestamp=timestamp, nonce=nonce or uuid.uuid4().hex)


def tell(fact: BankFact, *, notification_id: str = "") -> HookAnswer:
    """Hand a freshly sealed notification to the hook."""
    body = write_message(notification_id or f"N-{fact.bank_number}-{fact.kind}", fact)
    return receive_notification(headers=seal(body), body=body)


def fact_about(kind: str, order: Any, **changes: Any) -> BankFact:
    """Return the fact that agrees with an order, but for the changes."""
    values: dict[str, Any] = {
        "kind": FactKind(kind),
        "reference": order.number,
        "bank_number": f"B{next(_running):06d}",
        "customer": CustodyCustomer.objects.get(user=order.user).bank_customer,
        "amount_fen": order.amount_fen,
        "value_on": clock.today(),
    }
    return BankFact(**{**values, **changes})


def body_of(**changes: Any) -> bytes:
    """Return the body of an unidentified receipt with some fields changed; a field set to `...` is left out."""
    content = {
        "id": f"N{next(_running)}",
        "kind": "receipt.unidentified",
        "reference": "",
        "bank_number": f"B{next(_running):06d}",
        "customer": "",
        "amount_fen": 100,
        "value_on": dt.date(2026, 11, 23).isoformat(),
    }
    content.update(changes)
    return json.dumps({name: value for name, value in content.items() if value is not ...}).encode()


def plan(behaviour: str, times: int = 1, seconds: int = 0) -> None:
    """Let the sandbox bank show a behaviour the next `times` times."""
    plan_behaviour(behaviour=behaviour, remaining=times, seconds=seconds)


def order_deposit(user: User, amount_fen: int) -> Deposit:
    """Order a deposit and hand it to the bank; nobody has confirmed it yet."""
    number = request_deposit(
        actor=user, card_number=verified_card(user).number, amount_fen=amount_fen, key=uuid.uuid4().hex
    )
    deposit = Deposit.objects.get(number=number)
    calls.send_deposit(deposit.pk)
    deposit.refresh_from_db()
    return deposit


def order_withdrawal(user: User, amount_fen: int) -> Withdrawal:
    """Order a withdrawal and hand it to the bank; nothing is delivered yet."""
    number = request_withdrawal(
        actor=user, card_number=verified_card(user).number, amount_fen=amount_fen, key=uuid.uuid4().hex
    )
    withdrawal = Withdrawal.objects.get(number=number)
    calls.send_withdrawal(withdrawal.pk)
    withdrawal.refresh_from_db()
    return withdrawal


def token_of(order: Deposit) -> str:
    return SandboxTransaction.objects.get(reference=order.number, kind="deposit").token


def transfers_of(reference: str) -> list[tuple[str, str, str, int]]:
    """Return what was posted under a reference, in order: (kind, debit code, credit code, fen)."""
    rows = Transfer.objects.filter(entry__reference=reference).order_by("pk")
    return [
        tuple(row) for row in rows.values_list("entry__kind", "debit__code", "credit__code", "amount_fen")
    ]


def balances(*codes: str) -> tuple[int, ...]:
    """Return what stands on these codes of the chart."""
    found = code_balances()
    return tuple(found[code].balance_fen for code in codes)
