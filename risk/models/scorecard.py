"""Points cards: an immutable table, the policies made for it one after the other, and every score it ever gave."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.states import StatefulModel
from lending.models import Application
from risk.domain import scorecard_file
from risk.domain.scorecard import LOWEST_GRADE

# Those a card can give: one for each threshold, and the one below them all.
GRADES = [*scorecard_file.GRADES, LOWEST_GRADE]
VERDICTS = ["accept", "look", "refuse"]


class ScorecardStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Waits for approval")
    PUBLISHED = "published", _("In force")
    RETIRED = "retired", _("Out of force")
    DROPPED = "dropped", _("Dropped")


class ScorecardLane(models.TextChoices):
    CHAMPION = "champion", _("Champion")
    CHALLENGER = "challenger", _("Challenger")


class Scorecard(StatefulModel):
    """A version of a card. The table never changes; the policy (PD, grades, cut-offs) is chosen while it is a draft."""

    Status = ScorecardStatus
    Lane = ScorecardLane

    EVENT_NAME: ClassVar[str] = "scorecard"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "draft": frozenset({"proposed", "dropped"}),
        # An approval that was refused, taken back or ran out gives the draft back to its makers.
        "proposed": frozenset({"published", "draft"}),
        "published": frozenset({"retired"}),
    }
    PENDING: ClassVar[tuple[str, ...]] = ("draft", "proposed")
    # What may change after the first day; everything else is kept by a trigger.
    FREE: ClassVar[tuple[str, ...]] = (
        "status",
        "policy_id",
        "lane",
        "share_ppm",
        "approval_number",
        "published_at",
        "published_by_id",
        "retired_at",
        "retired_by_id",
        "retire_reason",
    )

    number = models.CharField(max_length=24, unique=True)
    code = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    # As risk.domain.scorecard_file.read_card reads it, and the SHA-256 of its one text.
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=ScorecardStatus, default=ScorecardStatus.DRAFT)
    policy = models.ForeignKey(
        "risk.ScorecardPolicy", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lane = models.CharField(max_length=10, choices=ScorecardLane, default=ScorecardLane.CHAMPION)
    # Of how many applications a challenger's score counts; of none, and it only looks on.
    share_ppm = models.PositiveIntegerField(default=0)
    # Nobody, where the card came with the house.
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retire_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="scorecard_version_once"),
            models.UniqueConstraint(
                fields=["lane"], condition=Q(status="published"), name="scorecard_one_in_force_a_lane"
            ),
            models.CheckConstraint(
                condition=Q(lane="champion", share_ppm=0) | Q(lane="challenger", share_ppm__lte=1_000_000),
                name="scorecard_lane_is_a_choice",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(status__in=["draft", "proposed"]),
                name="scorecard_one_pending_of_a_code",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ScorecardStatus.values), name="scorecard_status_is_a_choice"
            ),
            models.CheckConstraint(
                condition=~Q(status="proposed") | ~Q(approval_number=""),
                name="scorecard_proposed_has_its_approval",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "retired"]) | Q(published_at__isnull=False),
                name="scorecard_published_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["proposed", "retired"]) | Q(policy__isnull=False),
                name="scorecard_proposed_has_its_policy",
            ),
            models.CheckConstraint(
                condition=~Q(status="retired") | Q(retired_at__isnull=False),
                name="scorecard_retired_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ScorecardPolicy(models.Model):
    """What is made of a card's points; rows are only added, the card points at the one that holds."""

    card = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="policies")
    version = models.PositiveIntegerField()
    # As risk.domain.scorecard_file.read_policy reads it, with what it makes of the card's golden rows.
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card", "version"], name="scorecard_policy_version_once")
        ]

    def __str__(self) -> str:
        return f"policy {self.version} of {self.card_id}"


class Score(models.Model):
    """What a card made of an application; never changed, and made again bit for bit by `manage.py verify`."""

    number = models.CharField(max_length=24, unique=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    card = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="scores")
    policy = models.ForeignKey(ScorecardPolicy, on_delete=models.PROTECT, related_name="+")
    # Figures and codes as the card was told them, never names or numbers of people.
    inputs = models.JSONField()
    inputs_hash = models.CharField(max_length=64)
    # Whether the case rests on it, or its card only looked on.
    is_deciding = models.BooleanField(default=True)
    points = models.IntegerField()
    pd_ppm = models.PositiveIntegerField()
    grade = models.CharField(max_length=2)
    verdict = models.CharField(max_length=8)
    trace = models.JSONField()
    reasons = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "card", "policy", "inputs_hash"], name="score_once_for_the_same"
            ),
            models.CheckConstraint(condition=Q(grade__in=GRADES), name="score_grade_is_a_choice"),
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="score_verdict_is_a_choice"),
            models.CheckConstraint(
                condition=Q(pd_ppm__gt=0, pd_ppm__lt=1_000_000), name="score_pd_is_a_share"
            ),
        ]
        indexes = [
            models.Index(fields=["application", "-id"], name="score_of_application"),
            models.Index(fields=["card", "made_on"], name="score_by_card_and_day"),
        ]

    def __str__(self) -> str:
        return self.number
