"""What a copy of one's data says of claims sold and bought."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import Coded, PersonalData, Record, register_personal_data
from lending.queries.claim_market import trades_of


def register_trades() -> None:
    """Add the section to every copy."""
    register_personal_data(
        PersonalData(
            "claim_sales",
            _("Claims sold and bought"),
            73,
            {
                "number": _("Number"),
                "kind": _("Sold or bought"),
                "claim": _("Claim"),
                "traded_on": _("Traded"),
                "principal_fen": _("Principal"),
                "price_fen": _("Sale price"),
                "accrued_fen": _("Accrued interest"),
                "costs_fen": _("Fees and tax"),
            },
            _trades,
        )
    )


def _trades(user: User) -> Iterator[Record]:
    for row in trades_of(user).order_by("pk"):
        is_sale = row.seller_id == user.pk
        yield {
            "number": row.number,
            "kind": Coded("sold", gettext("Sold")) if is_sale else Coded("bought", gettext("Bought")),
            "claim": (row.claim if is_sale else row.bought_claim).number,
            "traded_on": row.traded_on,
            "principal_fen": row.principal_fen,
            "price_fen": row.price_fen,
            "accrued_fen": row.accrued_fen,
            "costs_fen": row.costs_fen if is_sale else 0,
        }
