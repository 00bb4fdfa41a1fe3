"""Early warning: what the behaviour of borrowers and dealers says, the signals it raises, the notices that follow."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Dealer, User
from accounts.states import StatefulModel
from lending.models import Loan

SUBJECT = (
    Q(subject_type="loan", loan__isnull=False, borrower__isnull=False, dealer__isnull=True)
    | Q(subject_type="borrower", loan__isnull=True, borrower__isnull=False, dealer__isnull=True)
    | Q(subject_type="dealer", loan__isnull=True, borrower__isnull=True, dealer__isnull=False)
)


class Severity(models.TextChoices):
    WATCH = "watch", pgettext_lazy("warning signal", "Watch")
    ACT = "act", pgettext_lazy("warning signal", "Act")


class SubjectType(models.TextChoices):
    LOAN = "loan", _("Loan")
    BORROWER = "borrower", _("Borrower")
    DEALER = "dealer", _("Dealer")


class SignalRule(StatefulModel):
    """One version of what makes a signal; of each code one version is published at a time, and none ever changes."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waits for approval")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", pgettext_lazy("signal rule", "Replaced")
        DROPPED = "dropped", _("Dropped")

    Severity = Severity

    EVENT_NAME: ClassVar[str] = "signal_rule"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "proposed": frozenset({"published", "dropped"}),
        "published": frozenset({"retired"}),
    }

    number = models.CharField(max_length=24, unique=True)
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    # A kind of risk.warnings.kinds, and what it asks: {"count": 2, "days": 60}.
    kind = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)
    name_en = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=80)
    severity = models.CharField(max_length=8, choices=Severity)
    is_on = models.BooleanField(default=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    # None: the version that came with the house.
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    checker = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    in_force_from_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "published", "retired", "dropped"]),
                name="signal_rule_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["watch", "act"]), name="signal_rule_severity_is_a_choice"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "retired"]) | Q(in_force_from_on__isnull=False),
                name="signal_rule_published_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["retired", "dropped"]) | Q(ended_at__isnull=False),
                name="signal_rule_ended_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(checker__isnull=True) | Q(made_by__isnull=False) & ~Q(checker=F("made_by")),
                name="signal_rule_author_is_not_checker",
            ),
            models.UniqueConstraint(fields=["code", "version"], name="signal_rule_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status="published"), name="signal_rule_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status="proposed"), name="signal_rule_one_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class BehaviourFact(models.Model):
    """Something a borrower did or left undone, by its business day; rows are only added, each fact once."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=100, unique=True)
    on = models.DateField()
    at = models.DateTimeField()
    loan = models.ForeignKey(Loan, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    borrower = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # The day the fact is about where that is another one: a due date.
    about_on = models.DateField(null=True, blank=True)
    # What is counted of it: days, queries, grades. What it is told by is its kind.
    figure = models.IntegerField(default=0)
    amount_fen = models.BigIntegerField(null=True, blank=True)
    # The row behind it.
    source_type = models.CharField(max_length=40)
    source_number = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(fields=["loan", "kind", "on"], name="behaviour_of_loan"),
            models.Index(fields=["borrower", "kind", "on"], name="behaviour_of_borrower"),
        ]

    def __str__(self) -> str:
        return self.key


class WarningNotice(StatefulModel):
    """A warning somebody owns until a day, and answers with what was done; what was written stands in its steps."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("warning notice", "To be answered")
        ANSWERED = "answered", pgettext_lazy("warning notice", "Answered, to be looked at")
        CLOSED = "closed", pgettext_lazy("warning notice", "Closed")

    class Level(models.TextChoices):
        YELLOW = "yellow", pgettext_lazy("warning level", "Yellow")
        ORANGE = "orange", pgettext_lazy("warning level", "Orange")
        RED = "red", pgettext_lazy("warning level", "Red")

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", pgettext_lazy("warning signal", "The warning was right")
        FALSE_ALARM = "false_alarm", pgettext_lazy("warning signal", "False alarm")

    EVENT_NAME: ClassVar[str] = "warning_notice"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"answered", "closed"}),
        "answered": frozenset({"open", "closed"}),
    }
    LIVE: ClassVar[tuple[str, ...]] = ("open", "answered")

    number = models.CharField(max_length=24, unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    level = models.CharField(max_length=8, choices=Level)
    subject_type = models.CharField(max_length=10, choices=SubjectType)
    subject_key = models.CharField(max_length=30)
    loan = models.ForeignKey(Loan, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    borrower = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dealer = models.ForeignKey(Dealer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=1000)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    raised_on = models.DateField()
    due_on = models.DateField()
    escalated_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default="")
    close_reason = models.CharField(max_length=1000, blank=True, default="")
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "answered", "closed"]),
                name="warning_notice_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["yellow", "orange", "red"]), name="warning_notice_level_is_a_choice"
            ),
            models.CheckConstraint(condition=SUBJECT, name="warning_notice_has_one_subject"),
            models.CheckConstraint(
                condition=~Q(status="answered") | Q(answered_at__isnull=False),
                name="warning_notice_answered_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed")
                | Q(closed_at__isnull=False, closed_on__isnull=False, closed_by__isnull=False)
                & ~Q(close_reason="")
                & Q(outcome__in=["confirmed", "false_alarm"]),
                name="warning_notice_closed_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed", level="red") | ~Q(closed_by=F("owner")),
                name="warning_notice_red_is_closed_by_another",
            ),
            models.UniqueConstraint(
                fields=["subject_key"],
                condition=Q(status__in=["open", "answered"]),
                name="warning_notice_one_live_of_a_subject",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "status", "due_on"], name="warning_notice_of_owner"),
            models.Index(fields=["status", "due_on"], name="warning_notice_by_due_day"),
            models.Index(fields=["borrower", "-id"], name="warning_notice_of_borrower"),
            models.Index(fields=["dealer", "-id"], name="warning_notice_of_dealer"),
        ]

    def __str__(self) -> str:
        return self.number


class NoticeStep(models.Model):
    """What was written on a notice: measures, answers, why it was given back or on; rows are only added."""

    class Kind(models.TextChoices):
        MEASURE = "measure", pgettext_lazy("step of a notice", "Measure taken")
        ANSWER = "answer", pgettext_lazy("step of a notice", "Answer of the owner")
        RETURN = "return", pgettext_lazy("step of a notice", "Given back to the owner")
        OWNER = "owner", pgettext_lazy("step of a notice", "Given to another owner")
        SIGNALS = "signals", pgettext_lazy("step of a notice", "Signals added")
        OVERDUE = "overdue", pgettext_lazy("step of a notice", "Past its day, told to the risk manager")

    notice = models.ForeignKey(WarningNotice, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    words = models.CharField(max_length=1000, blank=True, default="")
    # Nobody: the close did it.
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["measure", "answer", "return", "owner", "signals", "overdue"]),
                name="notice_step_kind_is_a_choice",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.notice_id}"


class WarningSignal(StatefulModel):
    """A rule hit a subject: open until a person judges it; another hit of the same rule joins it meanwhile."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("warning signal", "Open")
        NOTICED = "noticed", pgettext_lazy("warning signal", "In a notice")
        CLOSED = "closed", pgettext_lazy("warning signal", "Closed")

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", pgettext_lazy("warning signal", "The warning was right")
        FALSE_ALARM = "false_alarm", pgettext_lazy("warning signal", "False alarm")
        NO_ACTION = "no_action", pgettext_lazy("warning signal", "True, nothing to be done")
        LAPSED = "lapsed", pgettext_lazy("warning signal", "Lapsed")

    EVENT_NAME: ClassVar[str] = "warning_signal"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"noticed", "closed"}),
        "noticed": frozenset({"closed"}),
    }
    LIVE: ClassVar[tuple[str, ...]] = ("open", "noticed")

    number = models.CharField(max_length=24, unique=True)
    code = models.CharField(max_length=40)
    # The version that raised it; later hits name their own.
    rule = models.ForeignKey(SignalRule, on_delete=models.PROTECT, related_name="+")
    severity = models.CharField(max_length=8, choices=Severity)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    subject_type = models.CharField(max_length=10, choices=SubjectType)
    subject_key = models.CharField(max_length=30)
    loan = models.ForeignKey(Loan, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    borrower = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dealer = models.ForeignKey(Dealer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    raised_on = models.DateField()
    raised_at = models.DateTimeField()
    last_hit_on = models.DateField()
    hit_count = models.PositiveIntegerField(default=1)
    # What the hits so far rested on: a hit on nothing new is none.
    seen = models.JSONField(default=list)
    notice = models.ForeignKey(
        WarningNotice, null=True, blank=True, on_delete=models.PROTECT, related_name="signals"
    )
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default="")
    close_reason = models.CharField(max_length=1000, blank=True, default="")
    # Nobody: it lapsed.
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "noticed", "closed"]),
                name="warning_signal_status_is_a_choice",
            ),
            models.CheckConstraint(condition=SUBJECT, name="warning_signal_has_one_subject"),
            models.CheckConstraint(
                condition=~Q(status="noticed") | Q(notice__isnull=False),
                name="warning_signal_noticed_has_a_notice",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed")
                | Q(closed_at__isnull=False, closed_on__isnull=False)
                & Q(outcome__in=["confirmed", "false_alarm", "no_action", "lapsed"]),
                name="warning_signal_closed_has_an_outcome",
            ),
            models.UniqueConstraint(
                fields=["code", "subject_key"],
                condition=Q(status__in=["open", "noticed"]),
                name="warning_signal_one_live_of_a_code",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_key", "code"], name="warning_signal_of_subject"),
            models.Index(fields=["status", "last_hit_on"], name="warning_signal_by_hit"),
            models.Index(fields=["raised_on", "code"], name="warning_signal_by_day"),
            models.Index(fields=["borrower", "-id"], name="warning_signal_of_borrower"),
            models.Index(fields=["dealer", "-id"], name="warning_signal_of_dealer"),
        ]

    def __str__(self) -> str:
        return self.number


class SignalHit(models.Model):
    """What a rule rested on when it hit: the figures, and the rows behind them; rows are only added."""

    signal = models.ForeignKey(WarningSignal, on_delete=models.PROTECT, related_name="hits")
    rule = models.ForeignKey(SignalRule, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()
    # Whole numbers by name, amounts in fen, shares in ppm.
    figures = models.JSONField()
    # [{"fact", "on", "type", "number", "fen", "figure"}]
    rows = models.JSONField()

    def __str__(self) -> str:
        return f"hit of {self.signal_id} on {self.on}"
