"""Take a tag off a customer."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import StaleState
from accounts.events import record_event
from accounts.models import User
from support.models import CustomerTag


def take_tag_off(*, customer: User, code: str, actor: User) -> None:
    """End the tag; the row stays and says who took it off. Refuses (`stale_state`) one that is not on."""
    with transaction.atomic():
        standing = CustomerTag.objects.filter(customer=customer, tag__code=code, taken_off_at__isnull=True)
        if standing.update(taken_off_at=clock.now(), taken_off_by=actor) != 1:
            raise StaleState("stale_state", _("This tag is not on the customer any more."))
        record_event("customer.untagged", subject=customer, actor=actor, data={"tag": code})
