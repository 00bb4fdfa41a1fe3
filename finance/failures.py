"""Why an order at the bank ended without effect, in words for the customer."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAILURES: dict[str, Promise] = {
    "declined": _("You declined the payment on the bank's page."),
    "not_authorised_in_time": _("The payment was not confirmed on the bank's page in time."),
    "no_balance": _("The card did not hold enough."),
    "revoked": _("The authorisation was revoked before the bank was asked."),
    "refused_by_bank": _("The bank refused the payment."),
    "card_closed": _("The bank could not pay to this card and sent the money back."),
    "never_received": _("The bank never received the order. Nothing was paid."),
    "in_suspense": _(
        "The bank reported other details than the order. The money is safe and our finance team is clearing it."
    ),
    "name_mismatch": _("The card is not in your own name."),
    "wrong_amount": _("The small amount was entered wrongly three times."),
}


def failure_text(code: str) -> Promise | str:
    """Return the words for a failure; a code the bank made up reads as a plain refusal."""
    if not code:
        return ""
    return FAILURES.get(code, FAILURES["refused_by_bank"])
