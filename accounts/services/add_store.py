"""Add a store of a dealer."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Dealer, DealerStore, User
from accounts.numbers import next_number

MOST_STORES = 200


def add_store(*, dealer: Dealer, actor: User, name: str, street: str) -> DealerStore:
    """Open a store under a name of its own; refuses (`store_name_taken`) a second of one name, (`too_many_stores`)."""
    try:
        with transaction.atomic():
            row = lock_for_member(dealer, actor)
            if DealerStore.objects.filter(dealer=row).count() >= MOST_STORES:
                raise Refused("too_many_stores", _("You have very many stores. Please call us."))
            store = DealerStore.objects.create(
                number=next_number("ST"), dealer=row, name=name, street=street, opened_at=clock.now()
            )
            record_event("dealer.store_added", subject=row, actor=actor, data={"store": store.number})
    except IntegrityError:
        raise Refused("store_name_taken", _("You have a store of this name already."), field="name") from None
    return store
