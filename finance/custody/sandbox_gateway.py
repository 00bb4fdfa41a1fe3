"""The sandbox bank behind the gateway's interface."""

import datetime as dt
import secrets

from django.db import transaction
from django.urls import reverse

from accounts import clock
from accounts.crypto import blind_index
from accounts.numbers import next_number
from finance.custody import sandbox_bank, sandbox_statement
from finance.custody.gateway import Accepted, Answer, Asked, Declined, Unknown
from finance.models import SandboxCard, SandboxCustomer, SandboxPlan, SandboxTransaction

Behaviour = SandboxPlan.Behaviour
State = SandboxTransaction.State


class SandboxGateway:
    """Answers at once and in process, except when it was told to let calls time out."""

    is_in_process = True

    def open_customer(self, *, reference: str, real_name: str, identity_number: str) -> Answer:
        """One sub-account for each person, whatever login asks."""
        customer, _ = SandboxCustomer.objects.get_or_create(
            identity_index=blind_index("sandbox_identity", identity_number),
            defaults={"bank_customer": f"C-{reference}", "real_name": real_name},
        )
        if customer.real_name != real_name:
            return Declined("name_mismatch")
        return Accepted(token=customer.bank_customer)

    def bind_card(self, *, reference: str, customer: str, card_number: str) -> Answer:
        """Send between 1 and 99 fen to the card; its amount stands on the sandbox's page of the card."""
        owner = SandboxCustomer.objects.filter(bank_customer=customer).first()
        if owner is None:
            return Declined("refused_by_bank")
        card, _ = SandboxCard.objects.get_or_create(
            reference=reference,
            defaults={
                "token": sandbox_bank.new_token(),
                "customer": owner,
                "last_four": card_number[-4:],
                "small_amount_fen": secrets.randbelow(99) + 1,
            },
        )
        return Accepted(page_url=reverse("sandbox_bank_card", args=[card.token]), token=card.token)

    def verify_card(self, *, reference: str, amount_fen: int) -> Answer:
        """Compare with what was sent."""
        right = SandboxCard.objects.filter(reference=reference, small_amount_fen=amount_fen)
        return Accepted() if right.update(is_verified=True) else Declined("wrong_amount")

    def send_deposit(
        self, *, reference: str, customer: str, card_token: str, amount_fen: int, return_url: str
    ) -> Answer:
        """Wait for the customer on the bank's page."""
        if sandbox_bank.take_plan(Behaviour.LOSE_CALL):
            return Unknown()
        order = self._order("deposit", reference, customer, card_token, amount_fen, return_url)
        if order is None:
            return Declined("refused_by_bank")
        if sandbox_bank.take_plan(Behaviour.TIME_OUT):
            return Unknown()
        return Accepted(page_url=self._page_of(order))

    def draw_deposit(self, *, reference: str, customer: str, card_token: str, amount_fen: int) -> Answer:
        """Draw at once, or find no balance as planned; the notification says so later."""
        if sandbox_bank.take_plan(Behaviour.LOSE_CALL):
            return Unknown()
        with transaction.atomic():
            order = self._order("deposit", reference, customer, card_token, amount_fen)
            if order is None:
                return Declined("refused_by_bank")
            if order.state == State.AWAITING:
                is_empty = sandbox_bank.take_plan(Behaviour.FAIL_DEPOSIT)
                sandbox_bank.finish(order, declined_because="no_balance" if is_empty else "")
        return Unknown() if sandbox_bank.take_plan(Behaviour.TIME_OUT) else Accepted()

    def send_withdrawal(self, *, reference: str, customer: str, card_token: str, amount_fen: int) -> Answer:
        """Pay at once; the notification says so later."""
        if sandbox_bank.take_plan(Behaviour.LOSE_CALL):
            return Unknown()
        with transaction.atomic():
            order = self._order("withdrawal", reference, customer, card_token, amount_fen)
            if order is None:
                return Declined("refused_by_bank")
            if order.state == State.AWAITING:
                sandbox_bank.pay_out(order)
        return Unknown() if sandbox_bank.take_plan(Behaviour.TIME_OUT) else Accepted()

    def send_refund(self, *, reference: str, receipt_number: str, amount_fen: int) -> Answer:
        """Send a receipt back to its payer."""
        if sandbox_bank.take_plan(Behaviour.LOSE_CALL):
            return Unknown()
        with transaction.atomic():
            receipt = SandboxTransaction.objects.filter(
                bank_number=receipt_number, amount_fen=amount_fen
            ).first()
            known = SandboxTransaction.objects.filter(reference=reference).exists()
            if receipt is None or (known and self.ask(reference=reference).state == "never_received"):
                return Declined("refused_by_bank")
            if not known:
                order = sandbox_bank.open_order(
                    "refund", reference=reference, amount_fen=amount_fen, payer_name=receipt.payer_name
                )
                sandbox_bank.pay_out(order)
        return Unknown() if sandbox_bank.take_plan(Behaviour.TIME_OUT) else Accepted()

    def ask(self, *, reference: str) -> Asked:
        """Say what the statement knows; close a reference never seen, decline a deposit left waiting too long."""
        with transaction.atomic():
            rows = list(
                SandboxTransaction.objects.select_for_update(of=("self",))
                .select_related("customer")
                .filter(reference=reference)
                .order_by("pk")
            )
            if not rows:
                self._close(reference)
                return Asked("never_received")
            if rows[0].state == State.CLOSED:
                return Asked("never_received")
            if rows[0].state == State.AWAITING and not sandbox_bank.is_too_late(rows[0]):
                return Asked("pending", page_url=self._page_of(rows[0]))
            if rows[0].state == State.AWAITING:
                sandbox_bank.finish(rows[0], declined_because="not_authorised_in_time")
        facts = [sandbox_bank.fact_of(row) for row in rows]
        return Asked("done", tuple(fact for fact in facts if fact is not None))

    def fetch_statement(self, *, day: dt.date) -> bytes | None:
        """State what was booked on a day, with the errors that were planned."""
        stated = sandbox_statement.stated_with_plans(day)
        return stated.encode() if stated is not None else None

    def _order(
        self, kind: str, reference: str, customer: str, card_token: str, amount_fen: int, return_url: str = ""
    ) -> SandboxTransaction | None:
        """Find the order of this reference or open it; None for a closed reference or a card of another name."""
        known = SandboxTransaction.objects.filter(reference=reference).order_by("pk").first()
        if known is not None:
            return None if known.state == State.CLOSED else known
        card = (
            SandboxCard.objects.select_related("customer").filter(token=card_token, is_verified=True).first()
        )
        if card is None or card.customer.bank_customer != customer:
            return None
        return sandbox_bank.open_order(
            kind,
            reference=reference,
            amount_fen=amount_fen,
            customer=card.customer,
            card_last_four=card.last_four,
            return_url=return_url,
        )

    def _close(self, reference: str) -> None:
        SandboxTransaction.objects.create(
            bank_number=next_number("BK"),
            kind="closed",
            reference=reference,
            amount_fen=0,
            state=State.CLOSED,
            token=sandbox_bank.new_token(),
            ordered_at=clock.now(),
        )

    def _page_of(self, order: SandboxTransaction) -> str:
        return reverse("sandbox_bank_deposit", args=[order.token]) if order.kind == "deposit" else ""
