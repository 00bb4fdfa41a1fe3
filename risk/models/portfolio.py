"""The daily snapshot of the loan book: a row of a loan for each day on which something about it changed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy


class FiveClass(models.TextChoices):
    NORMAL = "normal", pgettext_lazy("loan class", "Normal")
    SPECIAL_MENTION = "special_mention", pgettext_lazy("loan class", "Special mention")
    SUBSTANDARD = "substandard", pgettext_lazy("loan class", "Sub-standard")
    DOUBTFUL = "doubtful", pgettext_lazy("loan class", "Doubtful")
    LOSS = "loss", pgettext_lazy("loan class", "Loss")


class SnapshotLoan(models.Model):
    """What never changes of a loan and is counted by; rows are only added."""

    loan = models.OneToOneField("lending.Loan", on_delete=models.PROTECT, related_name="+", primary_key=True)
    grade = models.CharField(max_length=2)
    line = models.CharField(max_length=10)
    product_version = models.ForeignKey("lending.ProductVersion", on_delete=models.PROTECT, related_name="+")
    dealer = models.ForeignKey(
        "accounts.Dealer", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The first two digits of the identity number: the province it was issued in. Empty where it is not known.
    region = models.CharField(max_length=2, blank=True, default="")
    periods = models.PositiveSmallIntegerField()
    principal_fen = models.BigIntegerField()
    disbursed_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["disbursed_on"], name="snapshot_loan_of_day")]

    def __str__(self) -> str:
        return f"snapshot of {self.loan_id}"


class LoanSnapshot(models.Model):
    """A loan from the end of a day until its next row; rows are only added.

    Days past due are the day asked for less `overdue_since_on`: they alone pass without a row.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("snapshot", "On the book")
        SETTLED = "settled", pgettext_lazy("snapshot", "Repaid")
        WRITTEN_OFF = "written_off", pgettext_lazy("snapshot", "Written off")

    loan = models.ForeignKey(SnapshotLoan, on_delete=models.PROTECT, related_name="states")
    from_on = models.DateField()
    status = models.CharField(max_length=12, choices=Status)
    outstanding_fen = models.BigIntegerField()
    overdue_fen = models.BigIntegerField()
    overdue_since_on = models.DateField(null=True, blank=True)
    bucket = models.PositiveSmallIntegerField()  # its place in risk.domain.buckets.BUCKETS
    five_class = models.CharField(max_length=16, choices=FiveClass)
    is_watched = models.BooleanField(default=False)
    written_off_fen = models.BigIntegerField(default=0)
    recovered_fen = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "from_on"], name="loan_snapshot_once_a_day"),
            models.CheckConstraint(
                condition=Q(status__in=["active", "settled", "written_off"]),
                name="loan_snapshot_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(five_class__in=FiveClass.values), name="loan_snapshot_class_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(overdue_fen__gte=0, overdue_fen__lte=F("outstanding_fen")),
                name="loan_snapshot_overdue_within_outstanding",
            ),
            models.CheckConstraint(
                condition=Q(overdue_since_on__isnull=True, bucket=0)
                | Q(overdue_since_on__isnull=False, bucket__gt=0),
                name="loan_snapshot_late_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(written_off_fen__gte=0, recovered_fen__gte=0)
                & Q(recovered_fen__lte=F("written_off_fen")),
                name="loan_snapshot_recovers_what_was_written_off",
            ),
        ]
        indexes = [
            models.Index(
                fields=["bucket", "loan", "from_on"], condition=Q(bucket__gt=0), name="loan_snapshot_late"
            )
        ]

    def __str__(self) -> str:
        return f"{self.loan_id} from {self.from_on}"


class SnapshotDay(models.Model):
    """The book's sums at the end of a day, and the digest its loans had; rows are only added."""

    as_of_on = models.DateField(unique=True)
    loans = models.PositiveIntegerField()
    book_fen = models.BigIntegerField()
    overdue_fen = models.BigIntegerField()
    # [loans, fen] for each place of BUCKETS, and for each class.
    by_bucket = models.JSONField()
    by_class = models.JSONField()
    watched_fen = models.BigIntegerField()
    written_off_fen = models.BigIntegerField()
    recovered_fen = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"book of {self.as_of_on}"
