"""A version of a product on its way: drafted by one person, published by the approval of another."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.states import StatefulModel


class ProductProposal(StatefulModel):
    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", _("Waits for approval")
        PUBLISHED = "published", _("Published")
        DROPPED = "dropped", _("Dropped")

    EVENT_NAME: ClassVar[str] = "product_proposal"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.DRAFT: frozenset({Status.PROPOSED, Status.DROPPED}),
        # An approval that was refused, taken back or ran out gives the draft back to its makers.
        Status.PROPOSED: frozenset({Status.PUBLISHED, Status.DRAFT}),
    }
    PENDING: ClassVar[tuple[str, ...]] = ("draft", "proposed")

    number = models.CharField(max_length=24, unique=True)
    code = models.SlugField(max_length=40)
    # The values of a ProductDraft, by name.
    values = models.JSONField()
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    approval_number = models.CharField(max_length=24, blank=True, default="")
    version = models.OneToOneField(
        "lending.ProductVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "proposed", "published", "dropped"]),
                name="product_proposal_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(status="published", version__isnull=False)
                | (~Q(status="published") & Q(version__isnull=True)),
                name="product_proposal_published_has_its_version",
            ),
            models.CheckConstraint(
                condition=~Q(status="proposed") | ~Q(approval_number=""),
                name="product_proposal_proposed_has_its_approval",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(status__in=["draft", "proposed"]),
                name="product_proposal_one_pending_for_a_product",
            ),
        ]

    def __str__(self) -> str:
        return self.number
