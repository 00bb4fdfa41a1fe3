"""Where claims for sale stand in the house: their messages, their step of the close, what they listen to."""

from django.utils.translation import gettext_lazy as _

from accounts.append_only import keep_append_only
from accounts.events import subscribe
from finance.entry_kinds import name_entry_kinds, name_purposes
from lending.claim_sales import closing, invariants, messages  # noqa: F401, invariants register by import
from lending.claim_sales.personal_data import register_trades


def register_claim_sales() -> None:
    """Register everything of claims for sale that works outside its own pages."""
    keep_append_only("lending_claimsale")
    subscribe("lending.tell_of_claim_sale", ["claim_sale.made"], "lending.claim_sales.messages.tell_of_sale")
    subscribe("lending.tell_of_claim_offer", messages.OFFER_ENDS, "lending.claim_sales.messages.tell_of_end")
    subscribe("lending.withdraw_offers", ["wallet.frozen"], "lending.handlers.withdraw_offers_of_frozen")
    messages.register_messages()
    closing.register_steps()
    register_trades()
    name_entry_kinds({"claim.sold": _("Claim sold")})
    name_purposes(
        {
            "claim_price": _("Price of a claim"),
            "accrued_interest": _("Accrued interest"),
            "claim_sale_fee": _("Fee of the sale of a claim"),
            "interest_fee": _("Service fee on interest"),
            "interest_tax": _("Tax withheld on interest"),
        }
    )
