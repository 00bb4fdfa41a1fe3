"""What is done about the black and grey lists besides single entries: appeals, imports and exports."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.crypto import EncryptedTextField
from accounts.models import Dealer, User, WatchEntry
from accounts.states import StatefulModel


class AppealStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("appeal against a list", "To be decided")
    ACCEPTED = "accepted", pgettext_lazy("appeal against a list", "Accepted")
    REJECTED = "rejected", pgettext_lazy("appeal against a list", "Not accepted")


class ListAppeal(StatefulModel):
    """Somebody says that what the lists hold of them is wrong. Nobody is told whether a list names them.

    The entry is the office's finding, not what the person named: a person asks, and the office looks what it concerns.
    """

    class Way(models.TextChoices):
        CUSTOMER = "customer", _("On the own page")
        COLLEAGUE = "colleague", _("Taken down by a colleague")

    Status = AppealStatus

    EVENT_NAME: ClassVar[str] = "watch_appeal"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"accepted", "rejected"}),
        # The second person did not agree to the entry's end.
        "accepted": frozenset({"open"}),
    }

    number = models.CharField(max_length=24, unique=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    # Who asks, where they are a customer; somebody else goes by the words.
    customer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(WatchEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=9, choices=Way)
    words = EncryptedTextField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_by_on = models.DateField()
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    # Why, for the office alone.
    reason = EncryptedTextField(blank=True, default="")
    # The request for the second person's approval of the entry's end.
    approval_number = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "accepted", "rejected"]),
                name="list_appeal_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(status="open", decided_at__isnull=True, decided_by__isnull=True)
                | Q(status__in=["accepted", "rejected"], decided_at__isnull=False, decided_by__isnull=False),
                name="list_appeal_decided_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted") | Q(entry__isnull=False),
                name="list_appeal_accepted_has_entry",
            ),
            models.UniqueConstraint(
                fields=["customer"], condition=Q(status="open"), name="list_appeal_one_open_of_a_customer"
            ),
        ]
        indexes = [models.Index(fields=["status", "answer_by_on"], name="list_appeal_by_day")]

    def __str__(self) -> str:
        return self.number


class ImportStatus(models.TextChoices):
    PLANNED = "planned", _("Waits for approval")
    DONE = "done", pgettext_lazy("import of a list", "In force")
    DROPPED = "dropped", pgettext_lazy("import of a list", "Not put in force")


class ListImport(StatefulModel):
    """A file of entries, checked line by line; nothing of it is in force before another person has approved it."""

    Status = ImportStatus

    EVENT_NAME: ClassVar[str] = "watch_import"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {"planned": frozenset({"done", "dropped"})}

    number = models.CharField(max_length=24, unique=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.PLANNED)
    source = models.CharField(max_length=120)
    file_hash = models.CharField(max_length=64)
    # The file as it came: it names people.
    content = EncryptedTextField(blank=True, default="")
    lines = models.PositiveIntegerField()
    black_count = models.PositiveIntegerField()
    grey_count = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["planned", "done", "dropped"]), name="list_import_status_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(status="planned", ended_at__isnull=True)
                | Q(status__in=["done", "dropped"], ended_at__isnull=False),
                name="list_import_ended_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["file_hash"],
                condition=Q(status__in=["planned", "done"]),
                name="list_import_file_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ExportStatus(models.TextChoices):
    PLANNED = "planned", _("Waits for approval")
    READY = "ready", pgettext_lazy("export of the risk database", "To be fetched once")
    TAKEN = "taken", pgettext_lazy("export of the risk database", "Fetched")
    DROPPED = "dropped", pgettext_lazy("export of the risk database", "Not approved or not fetched")


class ListExport(StatefulModel):
    """The lists or one tracking file on their way out of the house: approved by another person, fetched once."""

    class Kind(models.TextChoices):
        LISTS = "lists", _("Entries of the lists")
        CUSTOMER = "customer", _("Tracking file of a customer")
        DEALER = "dealer", _("Tracking file of a dealer")

    Status = ExportStatus

    EVENT_NAME: ClassVar[str] = "watch_export"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "planned": frozenset({"ready", "dropped"}),
        "ready": frozenset({"taken", "dropped"}),
    }

    number = models.CharField(max_length=24, unique=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.PLANNED)
    kind = models.CharField(max_length=8, choices=Kind)
    severity = models.CharField(max_length=6, blank=True, default="")
    customer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dealer = models.ForeignKey(Dealer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Values in full instead of with stars.
    is_full = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    # The last day on which it may be fetched.
    until_on = models.DateField(null=True, blank=True)
    rows = models.PositiveIntegerField(null=True, blank=True)
    file_hash = models.CharField(max_length=64, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["planned", "ready", "taken", "dropped"]),
                name="list_export_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "ready"], ended_at__isnull=True)
                | Q(status__in=["taken", "dropped"], ended_at__isnull=False),
                name="list_export_ended_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready") | Q(until_on__isnull=False), name="list_export_ready_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(kind="lists", customer__isnull=True, dealer__isnull=True)
                | Q(kind="customer", customer__isnull=False, dealer__isnull=True)
                | Q(kind="dealer", customer__isnull=True, dealer__isnull=False),
                name="list_export_is_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.number
