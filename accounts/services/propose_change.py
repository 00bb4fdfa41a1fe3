"""Enter data for a customer who is on the line: a proposal that the customer confirms."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import AssistedEntry, User
from accounts.services.end_entry import end_entry
from accounts.services.propose_opening import check_identity, write_down
from accounts.services.send_message import send_message


def propose_change(*, customer: User, kind: str, values: dict[str, Any], actor: User) -> AssistedEntry:
    """Write down a change and tell the customer, who confirms or refuses it after signing in.

    An earlier proposal of the same kind gives way. Refuses (`identity_verified`) a new name for somebody verified, and
    what `check_identity` refuses.
    """
    if kind == AssistedEntry.Kind.IDENTITY:
        if customer.identity_verified_at is not None:
            raise Refused("identity_verified", _("This identity is verified already."))
        values = check_identity(values)
    with transaction.atomic():
        _give_way(customer, kind, actor)
        entry = write_down(kind, values, actor, customer=customer)
        send_message(
            to=customer,
            template="assisted_entry",
            context={"what": AssistedEntry.Kind(kind).label},
            key=f"assisted:{entry.number}",
            link=f"/me/entries/{entry.number}/",
        )
    return entry


def _give_way(customer: User, kind: str, actor: User) -> None:
    waiting = AssistedEntry.objects.filter(customer=customer, kind=kind, status=AssistedEntry.Status.PROPOSED)
    for entry in waiting:
        end_entry(entry=entry, to=AssistedEntry.Status.CANCELLED, actor=actor)
