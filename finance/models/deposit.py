"""Money that a customer pays in from the own card."""

from typing import ClassVar

from django.db import models

from finance.models.bank_order import BankOrder, order_constraints, order_indexes


class Deposit(BankOrder):
    MOVES: ClassVar[dict[str, frozenset[str]]] = {**BankOrder.MOVES, "confirmed": frozenset({"recalled"})}
    EVENT_NAME: ClassVar[str] = "deposit"

    # Where the customer authorises the payment: a page of the bank, known once the bank has answered.
    bank_page_url = models.CharField(max_length=300, blank=True, default="")

    # Drawn by us from the card under the customer's standing authorisation: there is no page to confirm it on.
    is_drawn = models.BooleanField(default=False)

    class Meta:
        constraints = order_constraints("deposit", ["recalled"])
        indexes = order_indexes("deposit")
