"""Ask for the approval of a product's next version."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.locking import lock_one
from accounts.models import User
from accounts.services.request_approval import request_approval
from accounts.states import move
from lending.models import ProductProposal
from lending.product_draft import draft_from
from lending.services.publish_product import check_product

KIND = "lending.publish_product"


def propose_product(*, number: str, maker: User, reason: str) -> ProductProposal:
    """Put a draft before another person, bound to every value of it.

    Refuses what could not be published (`over_the_cap`, `bad_product`), no reason, and (StaleState) a draft that is no
    longer one; then nothing moved.
    """
    with transaction.atomic():
        row = lock_one(ProductProposal.objects.filter(number=number))
        check_product(draft_from(row.values))
        approval = request_approval(
            maker=maker,
            kind=KIND,
            subject=row,
            payload=payload_of(row),
            page_path=reverse("office_product_proposal", args=[row.number]),
            reason=reason,
        )
        move(
            row,
            ProductProposal.Status.PROPOSED,
            actor=maker,
            data={"approval": approval.number},
            approval_number=approval.number,
        )
        return row


def payload_of(row: ProductProposal) -> dict[str, Any]:
    """Return what an approval of this proposal is bound to."""
    return {"proposal": row.number, "values": row.values}
