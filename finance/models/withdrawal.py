"""Money that a customer takes out to the own card."""

from typing import ClassVar

from finance.models.bank_order import BankOrder, order_constraints, order_indexes


class Withdrawal(BankOrder):
    MOVES: ClassVar[dict[str, frozenset[str]]] = {**BankOrder.MOVES, "confirmed": frozenset({"returned"})}
    EVENT_NAME: ClassVar[str] = "withdrawal"

    class Meta:
        constraints = order_constraints("withdrawal", ["returned"])
        indexes = order_indexes("withdrawal")
