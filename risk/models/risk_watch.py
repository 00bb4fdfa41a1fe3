"""The watch-list of the risk desk: who or what is under watch, and what each review found; and notes on files."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.crypto import EncryptedTextField
from accounts.models import Dealer, User
from accounts.states import StatefulModel
from lending.models import Loan


class WatchStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("watch of risk", "Under watch")
    EXIT_PROPOSED = "exit_proposed", _("Exit proposed")
    ENDED = "ended", pgettext_lazy("watch of risk", "Watch ended")


class WatchTrigger(models.TextChoices):
    OVERDUE = "overdue", _("Paid late")
    PROMISE = "promise", _("Broke a promise to pay")
    FIRST_DEFAULT = "first_default", _("First payment missed")
    CHANGED_CONTACT = "contact", _("Contact changed or out of reach")
    LINK = "link", _("Linked to somebody in trouble")
    CLUSTER = "cluster", _("Cluster at one dealer")
    LISTED = "listed", _("Found on a list")
    COMPLAINT = "complaint", _("Complaints")
    FINDING = "finding", _("Finding of a visit or inspection")
    WARNING = "warning", _("Early warning")
    OTHER = "other", pgettext_lazy("trigger of a watch", "Something else")


class ExitRule(models.TextChoices):
    ON_TIME = "on_time", _("So many instalments on time in a row")
    REVIEWS = "reviews", _("So many reviews in a row that found nothing")
    NO_OVERDUE = "no_overdue", _("The day has passed and nothing is overdue")
    REPAID = "repaid", _("Nothing is owed any more")


class RiskWatch(StatefulModel):
    """A customer, one loan of a customer, or a dealer under watch; the system proposes the exit, a person confirms."""

    Status = WatchStatus
    Trigger = WatchTrigger
    ExitRule = ExitRule

    EVENT_NAME: ClassVar[str] = "risk_watch"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"exit_proposed", "ended"}),
        # What was proposed is taken back where the rule is met no more.
        "exit_proposed": frozenset({"open", "ended"}),
    }
    LIVE: ClassVar[tuple[str, ...]] = ("open", "exit_proposed")
    # The rules that count something, and those that may be set for a dealer, who owes nothing here.
    COUNTING: ClassVar[tuple[str, ...]] = ("on_time", "reviews")
    OF_DEALERS: ClassVar[tuple[str, ...]] = ("reviews", "no_overdue")

    number = models.CharField(max_length=24, unique=True)
    status = models.CharField(max_length=14, choices=Status, default=Status.OPEN)
    customer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    loan = models.ForeignKey(Loan, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dealer = models.ForeignKey(Dealer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    trigger = models.CharField(max_length=14, choices=Trigger)
    words = EncryptedTextField()
    # The number of what led to it, where a room of the house put it under watch: a warning, a finding.
    source_number = models.CharField(max_length=24, blank=True, default="")
    review_on = models.DateField()
    exit_rule = models.CharField(max_length=10, choices=ExitRule)
    exit_count = models.PositiveSmallIntegerField(null=True, blank=True)
    exit_on = models.DateField(null=True, blank=True)
    # The figures on which the exit was proposed.
    exit_facts = models.JSONField(default=dict)
    exit_proposed_at = models.DateTimeField(null=True, blank=True)
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    placed_on = models.DateField()
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_words = EncryptedTextField(blank=True, default="")
    # Ended by a person before its rule was met.
    is_early = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "exit_proposed", "ended"]),
                name="risk_watch_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(customer__isnull=False, dealer__isnull=True)
                | Q(customer__isnull=True, loan__isnull=True, dealer__isnull=False),
                name="risk_watch_of_customer_or_dealer",
            ),
            models.CheckConstraint(
                condition=Q(exit_rule__in=["on_time", "reviews"], exit_count__gt=0)
                | Q(exit_rule="no_overdue", exit_on__isnull=False)
                | Q(exit_rule="repaid"),
                name="risk_watch_exit_rule_has_its_figure",
            ),
            models.CheckConstraint(
                condition=Q(status="ended", ended_at__isnull=False, ended_by__isnull=False)
                | Q(status__in=["open", "exit_proposed"], ended_at__isnull=True, ended_by__isnull=True),
                name="risk_watch_ended_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status="exit_proposed") | Q(exit_proposed_at__isnull=False),
                name="risk_watch_proposed_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(status__in=["open", "exit_proposed"], loan__isnull=True),
                name="risk_watch_one_of_a_customer",
            ),
            models.UniqueConstraint(
                fields=["loan"],
                condition=Q(status__in=["open", "exit_proposed"]),
                name="risk_watch_one_of_a_loan",
            ),
            models.UniqueConstraint(
                fields=["dealer"],
                condition=Q(status__in=["open", "exit_proposed"]),
                name="risk_watch_one_of_a_dealer",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "status", "review_on"], name="risk_watch_of_owner"),
            models.Index(fields=["status", "id"], name="risk_watch_by_status"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_live(self) -> bool:
        return self.status in self.LIVE


class ReviewFound(models.TextChoices):
    NOTHING = "nothing", pgettext_lazy("watch of risk", "Nothing")
    CONCERN = "concern", _("Still a concern")
    WORSE = "worse", _("Worse than before")


class WatchReview(models.Model):
    """What somebody found who looked again; rows are only added."""

    Found = ReviewFound

    watch = models.ForeignKey(RiskWatch, on_delete=models.PROTECT, related_name="reviews")
    found = models.CharField(max_length=8, choices=ReviewFound)
    words = EncryptedTextField()
    due_on = models.DateField()
    next_on = models.DateField()
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(found__in=["nothing", "concern", "worse"]), name="watch_review_found_is_a_choice"
            ),
        ]

    def __str__(self) -> str:
        return f"review of {self.watch_id}"


class FileNote(models.Model):
    """What somebody of risk notes on a tracking file. Never deleted, struck out with a reason."""

    number = models.CharField(max_length=24, unique=True)
    customer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dealer = models.ForeignKey(Dealer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = EncryptedTextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    struck_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_because = EncryptedTextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(customer__isnull=False, dealer__isnull=True)
                | Q(customer__isnull=True, dealer__isnull=False),
                name="file_note_of_customer_or_dealer",
            ),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_by__isnull=True)
                | Q(struck_at__isnull=False, struck_by__isnull=False),
                name="file_note_strike_is_signed",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-id"], name="file_note_of_customer"),
            models.Index(fields=["dealer", "-id"], name="file_note_of_dealer"),
        ]

    def __str__(self) -> str:
        return self.number
