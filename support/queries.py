"""What support reads: tags and notes of a customer, the list of tags."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from support.models import CustomerNote, CustomerTag, Tag

NEWEST_NOTES = 30


@dataclass(frozen=True)
class CustomerDesk:
    """What staff noted of a customer, and which tags may still be put."""

    tags: list[CustomerTag]
    needs: list[CustomerNote]
    notes: list[CustomerNote]
    offered: list[Tag]


def customer_desk(customer: User) -> CustomerDesk:
    """Collect tags and notes of a customer in three queries; needs that stand come first on the page."""
    on = CustomerTag.objects.filter(customer=customer, taken_off_at__isnull=True)
    tags = list(on.select_related("tag", "put_by").order_by("pk"))
    rows = CustomerNote.objects.filter(customer=customer).select_related("written_by", "struck_by")
    notes = list(rows.order_by("-pk")[:NEWEST_NOTES])
    taken = {row.tag_id for row in tags}
    return CustomerDesk(
        tags=tags,
        needs=[note for note in notes if note.kind == CustomerNote.Kind.NEED and not note.is_struck],
        notes=notes,
        offered=[tag for tag in offered_tags() if tag.pk not in taken],
    )


def offered_tags() -> "QuerySet[Tag]":
    """Return the tags that may be put on customers."""
    return Tag.objects.filter(retired_at__isnull=True).order_by("code")


def tag_list() -> "QuerySet[Tag]":
    """Return every tag with the number of customers who have it."""
    standing = Count("uses", filter=Q(uses__taken_off_at__isnull=True))
    return Tag.objects.annotate(customers=standing).order_by("retired_at", "code")
