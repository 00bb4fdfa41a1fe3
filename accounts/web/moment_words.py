"""What a timeline says of an event beside its name: the numbers and amounts a reader knows, by their names."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.web.formats import yuan

NUMBERS: dict[str, Promise] = {
    "approval": _("Approval"),
    "claim": _("Claim"),
    "dealer": _("Dealer"),
    "document": _("Document"),
    "entry": _("Entry"),
    "hold": _("Hold"),
    "listing": _("Listing"),
    "loan": _("Loan"),
    "login": _("Login"),
    "review": _("Review"),
    "version": _("Version"),
}
AMOUNTS: dict[str, Promise] = {"amount_fen": _("Amount"), "principal_fen": _("Principal")}


def moment_sentence(data: Mapping[str, Any]) -> str:
    """Return the references a reader knows as one line; codes and hashes stay in the event log."""
    parts = [f"{NUMBERS[name]} {data[name]}" for name in data if name in NUMBERS and data[name]]
    parts += [f"{AMOUNTS[name]} {yuan(data[name])}" for name in data if name in AMOUNTS and data[name]]
    return " · ".join(parts)
