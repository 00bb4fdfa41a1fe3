"""Open a closed store of a dealer again."""

from django.db import transaction

from accounts.dealers.acting import lock_for_member
from accounts.models import DealerStore, User
from accounts.states import move


def reopen_store(*, store: DealerStore, actor: User) -> None:
    """Open a closed store again."""
    with transaction.atomic():
        lock_for_member(store.dealer, actor)
        move(
            store, DealerStore.Status.OPEN, actor=actor, data={"dealer": store.dealer.number}, closed_at=None
        )
