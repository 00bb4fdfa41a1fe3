"""What this house asks of a custodian bank, whichever bank it is.

A provider is a class with these methods, named by `CUSTODY_GATEWAY`. Its promises:

- A method returns within `TIME_OUT_SECONDS`. When the bank did not answer, it returns `Unknown`: nobody knows
  whether the bank acted, so the order is asked for, never sent again.
- A reference acts once at the bank, however often it is sent.
- `ask` about a reference that the bank has never seen closes it: a call that is still on its way is refused when
  it arrives. Only then is the answer `never_received`, and the money may be given back.
- The bank reports what happened by signed notifications (`finance.custody.signature`) whose contents are
  `BankFact`s; the same facts come out of `ask`. Each carries the bank's own transaction number.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol, cast, runtime_checkable

from django.conf import settings
from django.utils.module_loading import import_string

TIME_OUT_SECONDS = 5


class FactKind(StrEnum):
    """Everything a custodian bank can tell us."""

    DEPOSIT_CONFIRMED = "deposit.confirmed"
    DEPOSIT_FAILED = "deposit.failed"
    DEPOSIT_RECALLED = "deposit.recalled"
    WITHDRAWAL_PAID = "withdrawal.paid"
    WITHDRAWAL_BOUNCED = "withdrawal.bounced"
    WITHDRAWAL_RETURNED = "withdrawal.returned"
    RECEIPT_UNIDENTIFIED = "receipt.unidentified"
    REFUND_PAID = "refund.paid"
    REFUND_FAILED = "refund.failed"


# How the money at the bank moved: in, out, or not at all.
DIRECTION: dict[FactKind, int] = {
    FactKind.DEPOSIT_CONFIRMED: 1,
    FactKind.DEPOSIT_FAILED: 0,
    FactKind.DEPOSIT_RECALLED: -1,
    FactKind.WITHDRAWAL_PAID: -1,
    FactKind.WITHDRAWAL_BOUNCED: 0,
    FactKind.WITHDRAWAL_RETURNED: 1,
    FactKind.RECEIPT_UNIDENTIFIED: 1,
    FactKind.REFUND_PAID: -1,
    FactKind.REFUND_FAILED: 0,
}


@dataclass(frozen=True)
class BankFact:
    """One thing that happened at the bank; `reference` is our order's number, empty where there is none."""

    kind: FactKind
    reference: str
    bank_number: str
    customer: str
    amount_fen: int
    value_on: dt.date
    payer_name: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Accepted:
    """The bank took the order; `page_url` is its page for the customer, `token` its name for a card or customer."""

    page_url: str = ""
    token: str = ""


@dataclass(frozen=True)
class Declined:
    """The bank refused the order and will not act on it."""

    reason: str


@dataclass(frozen=True)
class Unknown:
    """No answer: the bank may or may not have acted."""


Answer = Accepted | Declined | Unknown


@dataclass(frozen=True)
class Asked:
    """What the bank says of a reference: `never_received` closes it, `done` brings its facts in order."""

    state: Literal["pending", "never_received", "done", "no_answer"]
    facts: tuple[BankFact, ...] = ()
    # Where the customer goes on with a pending deposit, in case the first answer with it was lost.
    page_url: str = ""


@runtime_checkable
class CustodyGateway(Protocol):
    """A custodian bank. Called with no transaction open."""

    # An in-process bank answers at once, so a page need not leave the call to the worker.
    is_in_process: bool

    def open_customer(self, *, reference: str, real_name: str, identity_number: str) -> Answer:
        """Open (or find) the custody sub-account of a person, or of a company by its name and social credit code.

        `token` is the bank's name for it.
        """
        ...

    def bind_card(self, *, reference: str, customer: str, card_number: str) -> Answer:
        """Send a small amount to a card of the customer's own name; `token` is the bank's name for the card."""
        ...

    def verify_card(self, *, reference: str, amount_fen: int) -> Answer:
        """Say whether this is the small amount that was sent."""
        ...

    def send_deposit(
        self, *, reference: str, customer: str, card_token: str, amount_fen: int, return_url: str
    ) -> Answer:
        """Take a payment order; the customer authorises it on `page_url`."""
        ...

    def draw_deposit(self, *, reference: str, customer: str, card_token: str, amount_fen: int) -> Answer:
        """Draw from the customer's own card under a standing authorisation; a notification says what came of it."""
        ...

    def send_withdrawal(self, *, reference: str, customer: str, card_token: str, amount_fen: int) -> Answer:
        """Pay out to the customer's own card."""
        ...

    def send_refund(self, *, reference: str, receipt_number: str, amount_fen: int) -> Answer:
        """Send a receipt back to where it came from."""
        ...

    def ask(self, *, reference: str) -> Asked:
        """Say what became of a reference; closes one never seen."""
        ...

    def fetch_statement(self, *, day: dt.date) -> bytes | None:
        """Return the bank's file of a day, as `finance.domain.statement_file` reads it; None while there is none."""
        ...


def custody_gateway() -> CustodyGateway:
    """Return the configured bank."""
    return cast(CustodyGateway, import_string(settings.CUSTODY_GATEWAY)())


def uses_sandbox_bank() -> bool:
    """Say whether the bank is the sandbox inside this site (its pages exist only then)."""
    return bool(settings.CUSTODY_GATEWAY == "finance.custody.sandbox_gateway.SandboxGateway")
