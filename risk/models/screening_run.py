"""What the rules said of an application, what outside sources answered, and what links applicants to each other."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.states import StatefulModel
from lending.models import Application
from risk.models.rule_set import RuleSet

KINDS = ["bureau", "blacklist"]


class SourceQuery(StatefulModel):
    """One question to a credit bureau or a blacklist, under the applicant's consent."""

    class Kind(models.TextChoices):
        BUREAU = "bureau", _("Credit bureau")
        BLACKLIST = "blacklist", _("Blacklist")

    class Status(models.TextChoices):
        ASKED = "asked", pgettext_lazy("question to a source", "Asked")
        ANSWERED = "answered", pgettext_lazy("question to a source", "Answered")
        UNANSWERED = "unanswered", pgettext_lazy("question to a source", "No answer")

    EVENT_NAME: ClassVar[str] = "source_query"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {"asked": frozenset({"answered", "unanswered"})}

    number = models.CharField(max_length=24, unique=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    # Which submission of the application it was asked for.
    submitted_at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind)
    provider = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    consent_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    reference = models.CharField(max_length=60, blank=True, default="")
    # Figures and codes alone.
    answer = models.JSONField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="asked", answered_at__isnull=True)
                | Q(status="answered", answered_at__isnull=False, answer__isnull=False)
                | Q(status="unanswered", answered_at__isnull=False),
                name="source_query_status_is_a_choice",
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="source_query_kind_is_a_choice"),
            models.UniqueConstraint(
                fields=["application", "submitted_at", "kind"], name="source_query_once_a_submission"
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(status="asked"), name="source_query_open"),
        ]

    def __str__(self) -> str:
        return self.number


class ScreeningRun(models.Model):
    """One rule set's answer to one submission; rows are only added and replay to the same result for ever."""

    class Outcome(models.TextChoices):
        PASS = "pass", pgettext_lazy("screening", "Passed")
        REFER = "refer", pgettext_lazy("screening", "Referred")
        REFUSE = "refuse", pgettext_lazy("screening", "Refused")

    number = models.CharField(max_length=24, unique=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="runs")
    is_deciding = models.BooleanField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    # Everything the rules read: figures and codes by the names of the catalogue.
    facts = models.JSONField()
    # [{"code", "group", "result", "missing"}] in the order of the set.
    results = models.JSONField()
    # {"all": bool, "rules": [codes], "away": [sources]} as they stood.
    switches = models.JSONField()
    # [{"kind", "people": [customer numbers], "count"}]
    links = models.JSONField()
    # The numbers of the questions to outside sources whose answers were read.
    queries = models.JSONField()
    made_at = models.DateTimeField()
    made_on = models.DateField()
    duration_ms = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["pass", "refer", "refuse"]), name="screening_run_outcome_is_a_choice"
            ),
            models.UniqueConstraint(
                fields=["application", "submitted_at", "rule_set"], name="screening_run_once_a_set"
            ),
            models.UniqueConstraint(
                fields=["application", "submitted_at"],
                condition=Q(is_deciding=True),
                name="screening_run_one_decides",
            ),
        ]
        indexes = [
            models.Index(fields=["made_on", "id"], name="screening_run_by_day"),
            models.Index(fields=["outcome", "id"], name="screening_run_by_outcome"),
        ]

    def __str__(self) -> str:
        return self.number


class LinkMark(models.Model):
    """The keyed hash of something an applicant uses: who shares it with another applicant is linked to them."""

    class Kind(models.TextChoices):
        DEVICE = "device", pgettext_lazy("link between people", "Device")
        PHONE = "phone", pgettext_lazy("link between people", "Mobile number")
        CONTACT = "contact", pgettext_lazy("link between people", "Emergency contact")
        CARD = "card", pgettext_lazy("link between people", "Bank card")
        ADDRESS = "address", pgettext_lazy("link between people", "Home address")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    index = models.CharField(max_length=64)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["device", "phone", "contact", "card", "address"]),
                name="link_mark_kind_is_a_choice",
            ),
            models.UniqueConstraint(fields=["user", "kind", "index"], name="link_mark_once_a_person"),
        ]
        indexes = [models.Index(fields=["index"], name="link_mark_of_value")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"
