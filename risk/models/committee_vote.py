"""What members declare and vote, and what the minutes say of it. Rows are only added."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField
from accounts.models import User
from risk.models.committee import AgendaItem, CommitteeMeeting, CommitteeSeat


class InterestDeclaration(models.Model):
    """What a member said of an own interest in one item, or what the house knew; any interest recuses for good."""

    class Ground(models.TextChoices):
        NONE = "none", _("No interest")
        FAMILY = "family", _("Family or friend of the borrower")
        BUSINESS = "business", _("Business or debts with the borrower")
        EMPLOYER = "employer", _("Works or worked with the borrower")
        OTHER = "other", _("Another interest")
        # What the house knows without being told.
        BORROWER = "borrower", _("Is the borrower")
        RELATED = "related", _("Related to the borrower by the house's own records")
        REVIEWER = "reviewer", _("Examined this case")

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="declarations")
    seat = models.ForeignKey(CommitteeSeat, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=Ground)
    is_recused = models.BooleanField()
    words = EncryptedTextField(blank=True, default="")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            # One no, and one yes that may follow it.
            models.UniqueConstraint(fields=["item", "seat", "is_recused"], name="interest_declared_once"),
            models.CheckConstraint(
                condition=Q(ground="none", is_recused=False)
                | Q(
                    ground__in=[
                        "family",
                        "business",
                        "employer",
                        "other",
                        "borrower",
                        "related",
                        "reviewer",
                    ],
                    is_recused=True,
                ),
                name="interest_recuses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ground} of {self.seat_id} in {self.item_id}"


class CommitteeVote(models.Model):
    """A vote under seal: nobody reads it before the count, not even in the tables."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="votes")
    seat = models.ForeignKey(CommitteeSeat, on_delete=models.PROTECT, related_name="+")
    # Choice, reasons, offer and conditions, with a nonce, so that the hash of a short vote cannot be guessed.
    content = EncryptedTextField()
    content_hash = models.CharField(max_length=64, unique=True)
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="committee_vote_is_final")]

    def __str__(self) -> str:
        return f"vote of {self.seat_id} on {self.item_id}"


class OpenedVote(models.Model):
    """A vote that was counted, for the statistics: which way it went."""

    class Choice(models.TextChoices):
        APPROVE = "approve", _("For the loan")
        CONDITIONS = "conditions", _("For the loan under conditions")
        REJECT = "reject", _("Against the loan")
        RETURN = "return", _("Back for papers")
        ABSTAIN = "abstain", _("Abstained")

    vote = models.OneToOneField(CommitteeVote, on_delete=models.PROTECT, related_name="opened")
    choice = models.CharField(max_length=10, choices=Choice)
    is_veto = models.BooleanField(default=False)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(choice__in=["approve", "conditions", "reject", "return", "abstain"]),
                name="opened_vote_choice_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(is_veto=False) | Q(choice__in=["reject", "return"]),
                name="opened_vote_veto_is_a_no",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.choice} by {self.vote_id}"


class CastingVote(models.Model):
    """How the one who presided broke a tie, and why."""

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="casting")
    seat = models.ForeignKey(CommitteeSeat, on_delete=models.PROTECT, related_name="+")
    is_for = models.BooleanField()
    reasons = models.JSONField(default=list)
    words = EncryptedTextField()
    cast_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"casting vote on {self.item_id}"


class CommitteeMinutes(models.Model):
    """The minutes as the one who presided confirmed them, in canonical form, under the company's seal."""

    number = models.CharField(max_length=24, unique=True)
    meeting = models.OneToOneField(CommitteeMeeting, on_delete=models.PROTECT, related_name="minutes")
    content = EncryptedTextField()
    content_hash = models.CharField(max_length=64, unique=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    key_id = models.CharField(max_length=40)
    seal = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.number
