"""Compliance inspections of the departments: what is looked at, what was found, and that it was mended."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, Document, User
from accounts.states import StatefulModel
from lending.models._constraints import is_a_choice, known_in


class InspectionStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Under way")
    REPORTED = "reported", _("Reported, being mended")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Called off")


class Inspection(StatefulModel):
    """One inspection of one department on one topic, led by somebody who does not work there."""

    Status = InspectionStatus

    EVENT_NAME: ClassVar[str] = "inspection"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "planned": frozenset({"running", "cancelled"}),
        "running": frozenset({"reported"}),
        "reported": frozenset({"closed"}),
    }
    OPEN: ClassVar[tuple[str, ...]] = ("planned", "running", "reported")

    number = models.CharField(max_length=24, unique=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    # The checklist of the rule pack it follows, and the date of the version that was copied when it began.
    topic = models.CharField(max_length=30)
    checklist_from_on = models.DateField(null=True, blank=True)
    aim = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=InspectionStatus, default=InspectionStatus.PLANNED)
    planned_on = models.DateField()
    lead = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    summary = models.TextField(blank=True, default="")
    reported_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            is_a_choice("status", InspectionStatus, "inspection_status_is_a_choice"),
            known_in("started_at", ["running", "reported", "closed"], "inspection_begun_has_a_time"),
            known_in("reported_at", ["reported", "closed"], "inspection_reported_has_a_time"),
            known_in("ended_at", ["closed", "cancelled"], "inspection_ended_has_a_time"),
        ]
        indexes = [models.Index(fields=["status", "planned_on"], name="inspection_by_status")]

    def __str__(self) -> str:
        return self.number


class InspectionResult(models.TextChoices):
    OPEN = "open", _("Not looked at yet")
    IN_ORDER = "in_order", _("In order")
    FINDING = "finding", _("Not in order")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class InspectionItem(models.Model):
    """One question of the checklist, copied when the inspection began, with its answer."""

    Result = InspectionResult

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="items")
    n = models.PositiveSmallIntegerField()
    words_en = models.CharField(max_length=300)
    words_zh = models.CharField(max_length=300)
    source = models.CharField(max_length=120)
    result = models.CharField(max_length=14, choices=InspectionResult, default=InspectionResult.OPEN)
    remark = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "n"], name="inspection_item_once"),
            is_a_choice("result", InspectionResult, "inspection_item_result_is_a_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id}/{self.n}"


class InspectionSample(models.Model):
    """One object that was drawn from a population to be looked at, by its number."""

    Result = InspectionResult

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="samples")
    n = models.PositiveSmallIntegerField()
    population = models.CharField(max_length=30)
    subject_type = models.CharField(max_length=40)
    number = models.CharField(max_length=24)
    result = models.CharField(max_length=14, choices=InspectionResult, default=InspectionResult.OPEN)
    remark = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "n"], name="inspection_sample_once"),
            models.UniqueConstraint(
                fields=["inspection", "population", "number"], name="inspection_sample_drawn_once"
            ),
            is_a_choice("result", InspectionResult, "inspection_sample_result_is_a_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id}/{self.number}"


class FindingStatus(models.TextChoices):
    OPEN = "open", _("To be mended")
    MENDED = "mended", _("Mended, to be checked again")
    VERIFIED = "verified", _("Checked again, in order")


class FindingSeverity(models.TextChoices):
    MINOR = "minor", _("Minor")
    SERIOUS = "serious", _("Serious")
    GRAVE = "grave", _("Grave")


class InspectionFinding(StatefulModel):
    """Something that is not in order: who mends it, by when, what was done, and who checked that again."""

    Status = FindingStatus
    Severity = FindingSeverity

    EVENT_NAME: ClassVar[str] = "finding"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"mended"}),
        "mended": frozenset({"verified", "open"}),
    }

    number = models.CharField(max_length=24, unique=True)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    severity = models.CharField(max_length=8, choices=FindingSeverity)
    words = models.CharField(max_length=1000)
    source = models.CharField(max_length=120, blank=True, default="")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    status = models.CharField(max_length=8, choices=FindingStatus, default=FindingStatus.OPEN)
    found_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    mended_words = models.CharField(max_length=1000, blank=True, default="")
    evidence = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mended_at = models.DateTimeField(null=True, blank=True)
    rechecked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rechecked_at = models.DateTimeField(null=True, blank=True)
    recheck_words = models.CharField(max_length=500, blank=True, default="")
    # How often the check found it not mended.
    times_reopened = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            is_a_choice("status", FindingStatus, "finding_status_is_a_choice"),
            is_a_choice("severity", FindingSeverity, "finding_severity_is_a_choice"),
            models.CheckConstraint(
                condition=~Q(status__in=["mended", "verified"])
                | Q(mended_at__isnull=False, mended_by__isnull=False),
                name="finding_mended_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status="verified") | Q(rechecked_at__isnull=False, rechecked_by__isnull=False),
                name="finding_verified_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "status"], name="finding_of_owner"),
            models.Index(fields=["status", "due_on"], name="finding_by_due_day"),
        ]

    def __str__(self) -> str:
        return self.number
