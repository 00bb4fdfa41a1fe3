"""Send the customer the code that confirms what was entered."""

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.assisted import code_handle, is_open
from accounts.errors import Refused
from accounts.models import AssistedEntry
from accounts.services.issue_code import issue_code
from accounts.tell import tell_address


def send_entry_code(*, entry: AssistedEntry, language: str, token: str = "", origin: str = "") -> None:
    """Send a fresh code to the customer's own number or address; codes sent before are worth nothing any more.

    `token` is the secret of the link where an account is opened. Refuses (`entry_over`) an entry that has ended or run
    out, (`too_many_codes`) by the rule `code.limits`, (`not_delivered`); called with no transaction open.
    """
    if not is_open(entry):
        raise Refused("entry_over", _("This has ended. Call us and we enter it again."))
    address = entry.phone or _own_address(entry)
    with transaction.atomic():
        AssistedEntry.objects.filter(pk=entry.pk).update(codes_sent=F("codes_sent") + 1)
        entry.refresh_from_db()
        code = issue_code(handle=code_handle(entry), address=address, origin=origin)
    if entry.kind == AssistedEntry.Kind.OPEN:
        values = {"code": code, "url": f"{settings.SITE_URL}/join/{token}/"}
        tell_address("assisted_opening", address, values, language)
    else:
        tell_address("code", address, {"code": code}, language)


def _own_address(entry: AssistedEntry) -> str:
    address = entry.customer.code_address if entry.customer else ""
    if not address:
        raise Refused("no_address", _("There is no proved number or address to send a code to."))
    return address
