"""A notification's body: strict JSON with whole numbers only, read into a `BankFact`.

Shape: {"id", "kind", "reference", "bank_number", "customer", "amount_fen", "value_on"} and, where the bank
knows them, "payer_name" and "reason". Nothing else is understood, and what is not understood is refused.
"""

import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from finance.custody.gateway import BankFact, FactKind
from finance.domain.money import MAX_FEN

MAX_BODY_BYTES = 16 * 1024
REQUIRED = ("id", "kind", "reference", "bank_number", "customer", "amount_fen", "value_on")
OPTIONAL = ("payer_name", "reason")

_WORD = re.compile(r"[A-Za-z0-9._-]{0,40}", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class BadMessage(ValueError):
    """The body is not a notification; the text names what is wrong."""


@dataclass(frozen=True)
class Message:
    id: str
    content_hash: str
    fact: BankFact


def write_message(message_id: str, fact: BankFact) -> bytes:
    """Return the body of a notification."""
    content: dict[str, Any] = {
        "id": message_id,
        "kind": fact.kind.value,
        "reference": fact.reference,
        "bank_number": fact.bank_number,
        "customer": fact.customer,
        "amount_fen": fact.amount_fen,
        "value_on": fact.value_on.isoformat(),
    }
    content.update({name: getattr(fact, name) for name in OPTIONAL if getattr(fact, name)})
    return json.dumps(content, ensure_ascii=False).encode()


def read_message(body: bytes) -> Message:
    """Return the notification in a body; raises BadMessage for anything that is not exactly one."""
    content = _read_object(body)
    missing = [name for name in REQUIRED if name not in content]
    unknown = [name for name in content if name not in REQUIRED + OPTIONAL]
    if missing or unknown:
        raise BadMessage("fields")
    for name in ("id", "reference", "bank_number", "customer", "reason"):
        if not isinstance(content.get(name, ""), str) or not _WORD.fullmatch(content.get(name, "")):
            raise BadMessage(name)
    if not content["id"] or not content["bank_number"]:
        raise BadMessage("id")
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True).encode()
    return Message(content["id"], hashlib.sha256(canonical).hexdigest(), _read_fact(content))


def _read_fact(content: dict[str, Any]) -> BankFact:
    amount_fen, payer_name = content["amount_fen"], content.get("payer_name", "")
    # bool is an int to Python, not to a bank.
    if type(amount_fen) is not int or not 0 < amount_fen <= MAX_FEN:
        raise BadMessage("amount_fen")
    if not isinstance(payer_name, str) or len(payer_name) > 80 or not payer_name.isprintable():
        raise BadMessage("payer_name")
    if not isinstance(content["kind"], str) or content["kind"] not in set(FactKind):
        raise BadMessage("kind")
    return BankFact(
        kind=FactKind(content["kind"]),
        reference=content["reference"],
        bank_number=content["bank_number"],
        customer=content["customer"],
        amount_fen=amount_fen,
        value_on=_read_date(content["value_on"]),
        payer_name=payer_name,
        reason=content.get("reason", ""),
    )


def _read_date(text: Any) -> dt.date:
    if not isinstance(text, str) or not _DATE.fullmatch(text):
        raise BadMessage("value_on")
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadMessage("value_on") from error


def _read_object(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_without_repeats,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
            parse_int=_read_whole,
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BadMessage("json") from error
    if not isinstance(content, dict):
        raise BadMessage("json")
    return content


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name given twice: two readers would disagree about which one counts."""
    content = dict(pairs)
    if len(content) != len(pairs):
        raise BadMessage("repeated_name")
    return content


def _refuse_number(text: str) -> Any:
    raise BadMessage("number")


def _read_whole(text: str) -> int:
    if len(text) > 18:
        raise BadMessage("number")
    return int(text)
