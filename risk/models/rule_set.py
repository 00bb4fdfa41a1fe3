"""The rules of screening as versioned data: written by one person, approved by another, in force from a day."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.states import StatefulModel

STATES = ["draft", "proposed", "published", "retired", "dropped"]


class RuleSet(StatefulModel):
    """A champion decides; a challenger decides the share of applications it was approved for, else only looks on."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", _("Waits for approval")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", pgettext_lazy("rule set", "Retired")
        DROPPED = "dropped", _("Dropped")

    class Lane(models.TextChoices):
        CHAMPION = "champion", _("Champion")
        CHALLENGER = "challenger", _("Challenger")

    EVENT_NAME: ClassVar[str] = "rule_set"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "draft": frozenset({"proposed", "dropped"}),
        "proposed": frozenset({"published", "draft"}),
        "published": frozenset({"retired"}),
    }

    number = models.CharField(max_length=24, unique=True)
    version = models.PositiveIntegerField(unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    lane = models.CharField(max_length=10, choices=Lane, default=Lane.CHAMPION)
    share_ppm = models.PositiveIntegerField(default=0)
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # As risk.domain.screening.read_rules wants them.
    rules = models.JSONField()
    content_hash = models.CharField(max_length=64)
    # None: the version that came with the house.
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    checker = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    in_force_from_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=STATES), name="rule_set_status_is_a_choice"),
            models.CheckConstraint(
                condition=Q(lane="champion", share_ppm=0)
                | Q(lane="challenger", share_ppm__gt=0, share_ppm__lte=500_000),
                name="rule_set_challenger_has_a_share",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "retired"])
                | Q(in_force_from_on__isnull=False, published_at__isnull=False),
                name="rule_set_published_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="proposed")
                | (Q(in_force_from_on__isnull=False) & ~Q(approval_number="")),
                name="rule_set_proposed_has_its_approval",
            ),
            models.CheckConstraint(
                condition=~Q(status="retired") | Q(retired_at__isnull=False),
                name="rule_set_retired_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(checker__isnull=True) | Q(made_by__isnull=False) & ~Q(checker=F("made_by")),
                name="rule_set_author_is_not_checker",
            ),
            models.UniqueConstraint(
                fields=["lane"],
                condition=Q(status="published", lane="challenger"),
                name="rule_set_one_challenger",
            ),
        ]
        indexes = [models.Index(fields=["status", "lane", "in_force_from_on"], name="rule_set_in_force")]

    def __str__(self) -> str:
        return f"rules {self.version}"


class RuleTest(models.Model):
    """What a set would have said of past applications; rows are only added, and hold for exactly the rules tried."""

    number = models.CharField(max_length=24, unique=True)
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="tests")
    content_hash = models.CharField(max_length=64)
    from_on = models.DateField()
    to_on = models.DateField()
    tried = models.PositiveIntegerField()
    # {"pass>refer": 3, …}, what stayed the same included.
    counts = models.JSONField()
    # The applications that would change: number, before, after, the codes of the rules that make the difference.
    changes = models.JSONField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="rule_test_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.number


class RuleSwitch(StatefulModel):
    """A rule's refusals, or every automatic refusal, switched off: what would be refused is referred to a person."""

    class Status(models.TextChoices):
        OFF = "off", pgettext_lazy("rule switch", "Switched off")
        ON = "on", pgettext_lazy("rule switch", "On again")

    EVENT_NAME: ClassVar[str] = "rule_switch"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {"off": frozenset({"on"})}

    number = models.CharField(max_length=24, unique=True)
    # Empty: every automatic refusal.
    rule_code = models.CharField(max_length=40, blank=True, default="")
    status = models.CharField(max_length=4, choices=Status, default=Status.OFF)
    reason = models.CharField(max_length=1000)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    off_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    on_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="off", on_at__isnull=True) | Q(status="on", on_at__isnull=False),
                name="rule_switch_status_is_a_choice",
            ),
            models.UniqueConstraint(
                fields=["rule_code"], condition=Q(status="off"), name="rule_switch_off_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number
