"""Publish a product's next version, once another person has approved it."""

from django.db import transaction

from accounts.locking import lock_one
from accounts.models import Approval, User
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from lending.models import ProductProposal, ProductVersion
from lending.product_draft import draft_from
from lending.services.propose_product import KIND, payload_of
from lending.services.publish_product import publish_product


def publish_proposed_product(*, number: str, actor: User | None) -> ProductVersion | None:
    """Publish what was approved, value by value, and use the approval up; None where it was published before.

    Refuses what `consume_approval` and `publish_product` refuse (the law may have changed since); then nothing moved.
    """
    with transaction.atomic():
        row = ProductProposal.objects.get(number=number)
        if row.status != ProductProposal.Status.PROPOSED:
            return None
        consume_approval(
            number=row.approval_number, kind=KIND, subject=row, payload=payload_of(row), actor=actor
        )
        row = lock_one(ProductProposal.objects.filter(number=number))
        maker = Approval.objects.select_related("maker").get(number=row.approval_number).maker
        version = publish_product(draft=draft_from(row.values), published_by=maker)
        move(row, ProductProposal.Status.PUBLISHED, actor=actor, data={"code": row.code}, version=version)
        return version
