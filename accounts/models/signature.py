"""An electronic signature, and the codes by which people sign; signatures are only added."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SignatureCapacity(models.TextChoices):
    BORROWER = "borrower", _("Borrower")
    LENDER = "lender", _("Lender")


class SignatureMethod(models.TextChoices):
    CODE = "code", _("Own session, and a code sent for exactly this text")
    CONFIRMATION = "confirmation", _("Own session, and a confirmation of exactly this text")
    AUTHORISATION = "authorisation", _("Under a signed authorisation with limits")


class Signature(models.Model):
    """Who agreed to which words, how and when. The content holds figures and references, nothing personal."""

    Capacity = SignatureCapacity
    Method = SignatureMethod

    number = models.CharField(max_length=24, unique=True)
    signer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=10, choices=SignatureCapacity)
    method = models.CharField(max_length=14, choices=SignatureMethod)
    # What was signed: "offer" AP…, "bid" BD…. Floors above own such things, so this is no relation.
    document_kind = models.CharField(max_length=20)
    document_number = models.CharField(max_length=24)
    content = models.TextField()
    document_hash = models.CharField(max_length=64)
    text_version = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    # Where the code went, masked; nothing where there was none.
    address_masked = models.CharField(max_length=80, blank=True, default="")
    # The authorisation it rests on and its hash; nothing where the signer acted in person.
    authorisation = models.CharField(max_length=120, blank=True, default="")
    request_id = models.CharField(max_length=64, blank=True, default="")
    signed_at = models.DateTimeField()
    signed_on = models.DateField()
    # The company's seal over all of the above.
    key_id = models.CharField(max_length=40)
    seal = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signer", "document_kind", "document_number", "document_hash"],
                name="signature_once",
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=SignatureCapacity.values), name="signature_capacity_is_a_choice"
            ),
            models.CheckConstraint(
                condition=(Q(method="code") & ~Q(address_masked="") & Q(authorisation=""))
                | Q(method="confirmation", address_masked="", authorisation="")
                | (Q(method="authorisation", address_masked="") & ~Q(authorisation="")),
                name="signature_says_how",
            ),
        ]
        indexes = [
            models.Index(fields=["document_kind", "document_number"], name="signature_of_document"),
            models.Index(fields=["signer", "-id"], name="signature_of_signer"),
        ]

    def __str__(self) -> str:
        return self.number


class SigningCode(models.Model):
    """A code that was sent for one text; of the code itself there is only the hash behind the handle."""

    signer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    document_kind = models.CharField(max_length=20)
    document_number = models.CharField(max_length=24)
    document_hash = models.CharField(max_length=64)
    handle = models.CharField(max_length=64, unique=True)
    address_masked = models.CharField(max_length=80)
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["signer", "document_kind", "document_number", "-id"], name="signing_code_newest"
            )
        ]

    def __str__(self) -> str:
        return f"code for {self.document_number}"
