"""Enter data for a customer who is on the line: a proposal that the customer confirms."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import AssistedEntry, User
from accounts.services.end_entry import end_entry
from accounts.services.propose_opening import check_identity, write_down
from accounts.services.save_contact import contact_of, contact_values
from accounts.services.send_message import send_message


def propose_change(*, customer: User, kind: str, values: dict[str, Any], actor: User) -> AssistedEntry:
    """Write down a change and tell the customer, who confirms or refuses it after signing in.

    An earlier proposal of the same kind gives way. Of an address and contact only what differs is proposed, so that
    nobody confirms what a form filled in by itself. Refuses (`identity_verified`) a new name for somebody verified,
    (`nothing_new`) a contact that is as it was, and what `check_identity` refuses.
    """
    if kind == AssistedEntry.Kind.IDENTITY:
        if customer.identity_verified_at is not None:
            raise Refused("identity_verified", _("This identity is verified already."))
        values = check_identity(values)
    elif kind == AssistedEntry.Kind.CONTACT:
        values = _what_differs(customer, values)
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


def _what_differs(customer: User, values: dict[str, Any]) -> dict[str, Any]:
    before = contact_values(User.objects.get(pk=customer.pk), contact_of(customer))
    differing = {name: value for name, value in values.items() if value and value != before[name]}
    if not differing:
        raise Refused("nothing_new", _("All of this is so already. Enter what is to change."))
    return differing


def _give_way(customer: User, kind: str, actor: User) -> None:
    waiting = AssistedEntry.objects.filter(customer=customer, kind=kind, status=AssistedEntry.Status.PROPOSED)
    for entry in waiting:
        end_entry(entry=entry, to=AssistedEntry.Status.CANCELLED, actor=actor)
