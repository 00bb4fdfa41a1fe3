"""Drop a draft of a product's next version."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import StaleState
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import ProductProposal


def drop_product_proposal(*, number: str, actor: User) -> ProductProposal:
    """End a draft without publishing it; refuses (StaleState) one that waits for approval or is over."""
    with transaction.atomic():
        row = lock_one(ProductProposal.objects.filter(number=number))
        if row.status != ProductProposal.Status.DRAFT:
            raise StaleState("stale_state", _("This draft can no longer be changed."))
        move(row, ProductProposal.Status.DROPPED, actor=actor)
        return row
