"""Tags that staff put on customers, from a list that a supervisor keeps."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language


class Tag(models.Model):
    """One tag of the list; one that is retired stays where it was put, and is put on nobody any more."""

    code = models.SlugField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=20)
    name_en = models.CharField(max_length=40)
    # Nobody: the list came with the house.
    added_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name_zh="") & ~Q(name_en=""), name="tag_has_both_names")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        return self.name_zh if (get_language() or "zh").startswith("zh") else self.name_en


class CustomerTag(models.Model):
    """A tag on a customer; taken off, the row stays and says by whom."""

    customer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="uses")
    put_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    taken_off_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "tag"],
                condition=Q(taken_off_at__isnull=True),
                name="customer_tag_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(taken_off_at__isnull=True, taken_off_by__isnull=True)
                | Q(taken_off_at__isnull=False, taken_off_by__isnull=False),
                name="customer_tag_removal_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"tag {self.tag_id} on {self.customer_id}"
