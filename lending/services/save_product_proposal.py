"""Draft the next version of a product."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.numbers import next_number
from lending.models import ProductProposal
from lending.product_draft import ProductDraft


def save_product_proposal(
    *, draft: ProductDraft, saved_by: User, number: str | None = None
) -> ProductProposal:
    """Keep a draft, a new one or the one with the number; it may still be wrong, for it is not published yet.

    Refuses a second draft of one product (`already_drafted`), another product's code (`code_changed`) and (StaleState)
    a draft that waits for its approval or is over.
    """
    at = clock.now()
    with transaction.atomic():
        if number is None:
            return _begin(draft, saved_by)
        row = lock_one(ProductProposal.objects.filter(number=number))
        if row.status != ProductProposal.Status.DRAFT:
            raise StaleState("stale_state", _("This draft can no longer be changed."))
        if row.code != draft.code:
            raise Refused("code_changed", _("A draft stays with its product."), field="code")
        row.values, row.saved_by, row.saved_at = draft.values(), saved_by, at
        row.save(update_fields=["values", "saved_by", "saved_at"])
        return row


def _begin(draft: ProductDraft, saved_by: User) -> ProductProposal:
    at = clock.now()
    row = ProductProposal(
        number=next_number("PP"),
        code=draft.code,
        values=draft.values(),
        made_by=saved_by,
        made_at=at,
        saved_by=saved_by,
        saved_at=at,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused("already_drafted", _("A new version of this product is already drafted.")) from error
    record_event("product_proposal.draft", subject=row, actor=saved_by, data={"code": row.code})
    return row
