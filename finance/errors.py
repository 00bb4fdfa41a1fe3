"""How the ledger says no."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import Refused


class InsufficientFunds(Refused):
    """A wallet, or the company's money in custody, would go below zero."""

    def __init__(self) -> None:
        super().__init__("insufficient_funds", _("There is not enough money in the wallet."), field="amount")


class KeyReused(Refused):
    """An idempotency key came again with other contents."""

    def __init__(self) -> None:
        super().__init__(
            "key_reused", _("This was already sent with other values. Please open the page again.")
        )


class AlreadyReversed(Refused):
    """An entry can be reversed once."""

    def __init__(self) -> None:
        super().__init__("already_reversed", _("This entry has already been reversed."))


class BadPosting(Refused):
    """A posting that no book allows: it crosses books, moves nothing, or names no account of the chart."""
