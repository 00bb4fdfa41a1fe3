"""A paper of a loan: contract, extract, supplement, settlement certificate; its seal and its files. Only added."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField
from lending.models._constraints import is_a_choice


class PaperKind(models.TextChoices):
    CONTRACT = "contract", _("Loan contract")
    EXTRACT = "extract", _("Loan contract, lender's copy")
    SUPPLEMENT = "supplement", _("Supplement to the loan contract")
    CERTIFICATE = "certificate", _("Settlement certificate")


class LoanPaper(models.Model):
    """What a paper says, in its canonical form, and the hash of it. It never changes; a new fact is a new paper."""

    Kind = PaperKind

    number = models.CharField(max_length=24, unique=True)
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12, choices=PaperKind)
    # Whose copy it is: the borrower's, or for an extract the lender's.
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    # The version of the schedule it sets; 1 for all but supplements.
    version = models.PositiveSmallIntegerField(default=1)
    # Encrypted, because parties stand in it by name; empty once the person was erased after the years of keeping.
    content = EncryptedTextField()
    content_hash = models.CharField(max_length=64, unique=True)
    text_version = models.CharField(max_length=40)
    # Made on a later day than what it is about: for loans that are older than the papers, or after an outage.
    is_late = models.BooleanField(default=False)
    # The earliest day on which it may go, as known when it was made.
    kept_until_on = models.DateField()
    made_at = models.DateTimeField()
    made_on = models.DateField()

    class Meta:
        constraints = [
            is_a_choice("kind", PaperKind, "loan_paper_kind_is_a_choice"),
            models.UniqueConstraint(fields=["loan", "kind", "owner", "version"], name="loan_paper_once"),
            models.CheckConstraint(
                condition=Q(kind="supplement", version__gt=1) | (~Q(kind="supplement") & Q(version=1)),
                name="loan_paper_supplement_has_a_version",
            ),
        ]
        indexes = [models.Index(fields=["owner", "-id"], name="loan_paper_of_owner")]

    def __str__(self) -> str:
        return self.number

    @property
    def check_code(self) -> str:
        """Return the short code that is printed beside the number."""
        return self.content_hash[:8].upper()


class PaperSeal(models.Model):
    """The company's seal on a paper, and the time stamp over it."""

    paper = models.OneToOneField(LoanPaper, on_delete=models.PROTECT, related_name="seal")
    provider = models.CharField(max_length=40)
    key_id = models.CharField(max_length=80)
    signature = models.TextField()
    authority = models.CharField(max_length=40)
    stamp_serial = models.CharField(max_length=80)
    stamp_key_id = models.CharField(max_length=80)
    stamp_signature = models.TextField()
    stamped_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seal of {self.paper_id}"


class PaperFile(models.Model):
    """A paper as PDF in one language: drawn once, encrypted in the storage, its hash kept; never drawn again."""

    paper = models.ForeignKey(LoanPaper, on_delete=models.PROTECT, related_name="files")
    language = models.CharField(max_length=10)
    stored_name = models.CharField(max_length=100, unique=True)
    sha256 = models.CharField(max_length=64, unique=True)
    size_bytes = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "language"], name="paper_file_once")]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.language}"
