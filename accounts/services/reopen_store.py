"""Open a closed store of a dealer again."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.dealers.acting import lock_for_member
from accounts.errors import StaleState
from accounts.models import DealerStore, User
from accounts.states import move


def reopen_store(*, store: DealerStore, actor: User) -> None:
    """Open a closed store again.

    Refuses (StaleState) a store that is open already.
    """
    with transaction.atomic():
        lock_for_member(store.dealer, actor)
        if store.status == DealerStore.Status.OPEN:
            raise StaleState("stale_state", _("Somebody else was faster. Please look at the page again."))
        move(
            store, DealerStore.Status.OPEN, actor=actor, data={"dealer": store.dealer.number}, closed_at=None
        )
