"""Products as customers may choose them."""

from django.db.models import F, Max, QuerySet

from lending.models import ProductProposal, ProductVersion


def current_versions(line: str = "") -> "QuerySet[ProductVersion]":
    """Return the newest version of each open product, of one line or (empty) of all."""
    newest = Max("product__versions__version")
    found = (
        ProductVersion.objects.filter(product__is_open=True)
        .annotate(newest=newest)
        .filter(version=F("newest"))
        .select_related("product")
        .order_by("product_id")
    )
    return found.filter(product__line=line) if line else found


def current_version(code: str) -> ProductVersion | None:
    """Return the newest version of an open product."""
    return (
        ProductVersion.objects.filter(product__code=code, product__is_open=True)
        .select_related("product")
        .order_by("-version")
        .first()
    )


def proposals() -> "QuerySet[ProductProposal]":
    """Return the drafts of coming versions, the newest first."""
    return ProductProposal.objects.select_related("saved_by").order_by("-pk")


def pending_proposal_of(code: str) -> ProductProposal | None:
    """Return the draft of a product's next version, if one is on its way."""
    return ProductProposal.objects.filter(code=code, status__in=ProductProposal.PENDING).first()


def drafts() -> "QuerySet[ProductProposal]":
    """Return the drafts that somebody still works at."""
    return ProductProposal.objects.filter(status=ProductProposal.Status.DRAFT)
