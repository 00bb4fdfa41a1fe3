"""Put a tag on a customer."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from support.models import CustomerTag, Tag


def put_tag(*, customer: User, code: str, actor: User) -> CustomerTag:
    """Put the tag on; one that is on already is left as it is. Refuses (`tag_unknown`) what is not on the list."""
    with transaction.atomic():
        customer = lock_one(User.objects.filter(pk=customer.pk))
        tag = Tag.objects.filter(code=code, retired_at__isnull=True).first()
        if tag is None:
            raise Refused("tag_unknown", _("Choose a tag from the list."), field="tag")
        standing = CustomerTag.objects.filter(customer=customer, tag=tag, taken_off_at__isnull=True).first()
        if standing is not None:
            return standing
        put = CustomerTag.objects.create(customer=customer, tag=tag, put_by=actor, put_at=clock.now())
        record_event("customer.tagged", subject=customer, actor=actor, data={"tag": code})
    return put
