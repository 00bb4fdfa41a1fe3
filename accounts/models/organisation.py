"""A company, known by its unified social credit code, and the evidence of who stands for it in law."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField
from accounts.states import StatefulModel


class Organisation(models.Model):
    number = models.CharField(max_length=24, unique=True)
    uscc = models.CharField(max_length=18, unique=True)
    legal_name = models.CharField(max_length=120)
    registered_address = models.CharField(max_length=200)
    established_on = models.DateField()
    # Named once the identity service said that the name and the number belong together.
    legal_person = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    legal_person_verified_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(legal_person__isnull=True, legal_person_verified_at__isnull=True)
                | Q(legal_person__isnull=False, legal_person_verified_at__isnull=False),
                name="organisation_legal_person_was_verified",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class LegalPersonConsent(StatefulModel):
    """What a company's legal representative agreed to: which text, when, and how it was given.

    The representative has no login. The code goes to the representative's own phone and is bound to name, identity
    number, company and text; the link in the same message shows the text and takes the consent back.
    """

    class Status(models.TextChoices):
        ASKED = "asked", _("Code sent")
        GIVEN = "given", _("Given")
        DROPPED = "dropped", _("Asked anew")
        WITHDRAWN = "withdrawn", _("Taken back")

    class Way(models.TextChoices):
        SMS_CODE = "sms_code", _("Code sent to the representative's own phone")

    EVENT_NAME: ClassVar[str] = "legal_person_consent"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "asked": frozenset({"given", "dropped"}),
        "given": frozenset({"withdrawn", "dropped"}),
    }

    number = models.CharField(max_length=24, unique=True)
    dealer = models.ForeignKey("accounts.Dealer", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    real_name = EncryptedTextField()
    identity_number = EncryptedTextField()
    identity_index = models.CharField(max_length=64)
    phone = EncryptedTextField()
    text_version = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    text_hash = models.CharField(max_length=64)
    way = models.CharField(max_length=10, choices=Way, default=Way.SMS_CODE)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["asked", "given", "dropped", "withdrawn"]),
                name="legal_person_consent_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["given", "withdrawn"]) | Q(given_at__isnull=False),
                name="legal_person_consent_given_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_at__isnull=False)
                | ~Q(status="withdrawn") & Q(withdrawn_at__isnull=True),
                name="legal_person_consent_withdrawn_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["dealer"], condition=Q(status="asked"), name="legal_person_consent_one_asked"
            ),
            models.UniqueConstraint(
                fields=["dealer"], condition=Q(status="given"), name="legal_person_consent_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class LegalPersonCheck(StatefulModel):
    """One question to the identity service about a company's legal representative, and what it answered."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked")
        MATCHED = "matched", _("Name and number match")
        MISMATCHED = "mismatched", _("Name and number do not match")
        UNANSWERED = "unanswered", _("No answer")
        SUPERSEDED = "superseded", _("The company's data changed meanwhile")

    EVENT_NAME: ClassVar[str] = "legal_person_check"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "asked": frozenset({"matched", "mismatched", "unanswered", "superseded"}),
    }

    number = models.CharField(max_length=24, unique=True)
    dealer = models.ForeignKey("accounts.Dealer", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # Under which consent the person was asked about; none in checks older than these consents.
    consent = models.ForeignKey(
        LegalPersonConsent, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    real_name = EncryptedTextField()
    identity_number = EncryptedTextField()
    identity_index = models.CharField(max_length=64)
    status = models.CharField(max_length=12, choices=Status, default=Status.ASKED)
    provider = models.CharField(max_length=60)
    provider_reference = models.CharField(max_length=80, blank=True, default="")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["asked", "matched", "mismatched", "unanswered", "superseded"]),
                name="legal_person_check_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(status="asked", answered_at__isnull=True)
                | Q(answered_at__isnull=False) & ~Q(status="asked"),
                name="legal_person_check_answered_when_decided",
            ),
        ]
        indexes = [models.Index(fields=["dealer", "asked_at"], name="legal_person_check_of_dealer")]

    def __str__(self) -> str:
        return self.number
