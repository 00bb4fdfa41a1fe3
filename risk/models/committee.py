"""The credit committee: its constitution, meetings, who sits there, and what is on the agenda."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.crypto import EncryptedTextField
from accounts.models import User
from accounts.states import StatefulModel
from lending.models import Grade
from risk.models.credit_case import CreditCase


class CommitteeConstitution(StatefulModel):
    """Who sits in the committee and how it decides, version by version; one is in force."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waits for approval")
        IN_FORCE = "in_force", _("In force")
        SUPERSEDED = "superseded", _("Replaced by a newer version")
        DROPPED = "dropped", _("Not put in force")

    EVENT_NAME: ClassVar[str] = "committee_constitution"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "proposed": frozenset({"in_force", "dropped"}),
        "in_force": frozenset({"superseded"}),
    }

    number = models.CharField(max_length=24, unique=True)
    version = models.PositiveSmallIntegerField(unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    # Seats, quorum, majority, hours: what risk.committee.constitution reads.
    content = models.JSONField()
    reason = models.CharField(max_length=500)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    in_force_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "in_force", "superseded", "dropped"]),
                name="committee_constitution_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["in_force", "superseded"]) | Q(in_force_at__isnull=False),
                name="committee_constitution_in_force_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["status"], condition=Q(status="in_force"), name="committee_constitution_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["status"], condition=Q(status="proposed"), name="committee_constitution_one_proposed"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CommitteeMeeting(StatefulModel):
    """A meeting, in a room or over a time; it keeps the constitution it was planned under."""

    class Kind(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        VIRTUAL = "virtual", _("In writing, with a time limit")

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("meeting", "Planned")
        CALLED = "called", pgettext_lazy("meeting", "Called")
        OPEN = "open", pgettext_lazy("meeting", "In session")
        CLOSED = "closed", pgettext_lazy("meeting", "Over, minutes open")
        MINUTED = "minuted", pgettext_lazy("meeting", "Minutes sealed")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "Called off")

    EVENT_NAME: ClassVar[str] = "committee_meeting"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "planned": frozenset({"called", "cancelled"}),
        "called": frozenset({"open", "cancelled"}),
        "open": frozenset({"closed"}),
        "closed": frozenset({"minuted"}),
    }
    # Cases may still be laid on the agenda of these.
    AHEAD: ClassVar[tuple[str, ...]] = ("planned", "called")

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    starts_at = models.DateTimeField()
    # When a meeting in writing is over, whoever has voted.
    closes_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True, default="")
    constitution_version = models.PositiveSmallIntegerField()
    rules = models.JSONField()
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["planned", "called", "open", "closed", "minuted", "cancelled"]),
                name="committee_meeting_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(kind="in_person", closes_at__isnull=True)
                | Q(kind="virtual", closes_at__isnull=False, closes_at__gt=F("starts_at")),
                name="committee_meeting_virtual_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "cancelled"]) | Q(called_at__isnull=False),
                name="committee_meeting_called_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["open", "closed", "minuted"]) | Q(opened_at__isnull=False),
                name="committee_meeting_open_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["closed", "minuted"]) | Q(closed_at__isnull=False),
                name="committee_meeting_closed_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["status", "starts_at"], name="committee_meeting_by_time")]

    def __str__(self) -> str:
        return self.number


class CommitteeSeat(models.Model):
    """Who sits in which chair at one meeting, and whether that person came."""

    meeting = models.ForeignKey(CommitteeMeeting, on_delete=models.PROTECT, related_name="seats")
    code = models.CharField(max_length=20)
    rank = models.PositiveSmallIntegerField()
    member = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_deputy = models.BooleanField(default=False)
    attended_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    # Somebody else was seated here; what this person declared stays this person's.
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "code"], condition=Q(replaced_at__isnull=True), name="committee_seat_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "member"],
                condition=Q(replaced_at__isnull=True),
                name="committee_member_sits_once",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True)
                | Q(attended_at__isnull=False, left_at__gte=F("attended_at")),
                name="committee_seat_left_after_it_came",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} at {self.meeting_id}"

    @property
    def is_present(self) -> bool:
        return self.attended_at is not None and self.left_at is None


class AgendaItem(StatefulModel):
    """A case before a meeting, with what is proposed; put back, it comes before the next meeting as a new item."""

    class Status(models.TextChoices):
        LISTED = "listed", pgettext_lazy("agenda", "On the agenda")
        VOTING = "voting", pgettext_lazy("agenda", "Being voted on")
        TIED = "tied", pgettext_lazy("agenda", "Tied: the chair decides")
        DECIDED = "decided", pgettext_lazy("agenda", "Decided")
        PUT_BACK = "put_back", pgettext_lazy("agenda", "Back to the next agenda")
        DROPPED = "dropped", pgettext_lazy("agenda", "Taken off")

    class Result(models.TextChoices):
        APPROVED = "approved", _("Approved by the committee")
        CONDITIONS = "conditions", _("Approved under conditions")
        REJECTED = "rejected", _("Declined by the committee")
        RETURNED = "returned", _("Returned by the committee")
        TIED = "tied", _("As many for as against")
        NO_MAJORITY = "no_majority", _("No majority")
        NO_QUORUM = "no_quorum", _("No quorum")
        TIME_UP = "time_up", _("Time ran out")
        ADJOURNED = "adjourned", _("Put off")
        CASE_ENDED = "case_ended", _("The application was taken back")

    EVENT_NAME: ClassVar[str] = "agenda_item"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "listed": frozenset({"voting", "put_back", "dropped"}),
        "voting": frozenset({"tied", "decided", "put_back", "dropped"}),
        "tied": frozenset({"decided", "put_back", "dropped"}),
    }
    LIVE: ClassVar[tuple[str, ...]] = ("listed", "voting", "tied")
    # Votes are shown from here on.
    COUNTED: ClassVar[tuple[str, ...]] = ("tied", "decided", "put_back")

    number = models.CharField(max_length=24, unique=True)
    meeting = models.ForeignKey(CommitteeMeeting, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(CreditCase, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    presenter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.LISTED)
    # What is laid before the committee; a plain yes is a yes to this.
    amount_fen = models.BigIntegerField()
    grade = models.CharField(max_length=2, choices=Grade)
    limit_fen = models.BigIntegerField()
    # [{"words", "kind", "due_on"}]: what a plain yes asks of the borrower.
    conditions = models.JSONField(default=list, blank=True)
    listed_at = models.DateTimeField()
    voting_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=12, choices=Result, blank=True, default="")
    # The figures of the count, once the vote is closed.
    tally = models.JSONField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # What was said, in the secretary's words, for the minutes.
    discussion = EncryptedTextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["listed", "voting", "tied", "decided", "put_back", "dropped"]),
                name="agenda_item_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, limit_fen__gte=F("amount_fen")),
                name="agenda_item_proposes_something",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["voting", "tied", "decided"]) | Q(voting_at__isnull=False),
                name="agenda_item_voting_has_a_time",
            ),
            # Nothing is decided but by a count that says so, and a decision is always counted.
            models.CheckConstraint(
                condition=~Q(status="decided")
                | Q(
                    result__in=["approved", "conditions", "rejected", "returned"],
                    tally__isnull=False,
                    ended_at__isnull=False,
                ),
                name="agenda_item_decided_by_a_count",
            ),
            models.CheckConstraint(
                condition=~Q(status="put_back")
                | Q(
                    result__in=["tied", "no_majority", "no_quorum", "time_up", "adjourned"],
                    ended_at__isnull=False,
                ),
                name="agenda_item_put_back_says_why",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status__in=["listed", "voting", "tied"]),
                name="agenda_item_one_live_per_case",
            ),
            models.UniqueConstraint(fields=["meeting", "rank"], name="agenda_item_in_order"),
        ]

    def __str__(self) -> str:
        return self.number


class CommitteePack(models.Model):
    """What the members read before they vote, as it was when the meeting was called; only added."""

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="pack")
    content = EncryptedTextField()
    content_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"pack of {self.item_id}"
