"""Who entered a field of a customer's data, when, and from where; rows are only added, the newest one counts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

SOURCES = ["self", "assisted", "provider", "import", "review"]


class FieldOrigin(models.Model):
    class Source(models.TextChoices):
        SELF = "self", _("the customer")
        ASSISTED = "assisted", _("customer service, confirmed by the customer")
        PROVIDER = "provider", _("the identity service")
        IMPORT = "import", _("an import")
        REVIEW = "review", _("a review by two colleagues")

    customer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=40)
    source = models.CharField(max_length=10, choices=Source)
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    # When the customer confirmed with a code what a colleague had entered.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The number of what brought it: a check, an entry, a version of the profile.
    reference = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(source__in=SOURCES), name="field_origin_source_is_a_choice"),
            models.CheckConstraint(
                condition=~Q(source="assisted") | Q(confirmed_at__isnull=False),
                name="field_origin_assisted_is_confirmed",
            ),
        ]
        indexes = [models.Index(fields=["customer", "-id"], name="field_origin_of_customer")]

    def __str__(self) -> str:
        return f"{self.field} of {self.customer_id}"
