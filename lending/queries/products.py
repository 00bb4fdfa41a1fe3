"""Products as customers may choose them."""

from django.db.models import F, Max, QuerySet

from lending.models import ProductVersion


def current_versions() -> "QuerySet[ProductVersion]":
    """Return the newest version of each open product."""
    newest = Max("product__versions__version")
    return (
        ProductVersion.objects.filter(product__is_open=True)
        .annotate(newest=newest)
        .filter(version=F("newest"))
        .select_related("product")
        .order_by("product_id")
    )


def current_version(code: str) -> ProductVersion | None:
    """Return the newest version of an open product."""
    return (
        ProductVersion.objects.filter(product__code=code, product__is_open=True)
        .select_related("product")
        .order_by("-version")
        .first()
    )
