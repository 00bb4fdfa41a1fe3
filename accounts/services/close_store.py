"""Close a store of a dealer."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.errors import StaleState
from accounts.models import DealerStore, User
from accounts.states import move


def close_store(*, store: DealerStore, actor: User) -> None:
    """Close a store: nothing more is sold from it. It stays in the list and may be opened again.

    Refuses (StaleState) a store that is closed already.
    """
    with transaction.atomic():
        lock_for_member(store.dealer, actor)
        if store.status == DealerStore.Status.CLOSED:
            raise StaleState("stale_state", _("Somebody else was faster. Please look at the page again."))
        move(
            store,
            DealerStore.Status.CLOSED,
            actor=actor,
            data={"dealer": store.dealer.number},
            closed_at=clock.now(),
        )
