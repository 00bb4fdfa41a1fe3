"""What a borrower sends in with an application: payslips, statements and the like, each a document of the house."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lending.models._constraints import is_a_choice
from lending.models.application import Application


class PaperKind(models.TextChoices):
    INCOME = "income", _("Proof of income")
    EMPLOYMENT = "employment", _("Proof of employment")
    BANK_STATEMENT = "bank_statement", _("Bank statement")
    ADDRESS = "address", _("Proof of address")
    BUSINESS = "business", _("Business licence")
    PURPOSE = "purpose", _("Proof of the purpose")
    OTHER = "other", _("Another paper")


# What a product may ask for; another paper is what somebody asked for in words.
ASKABLE = [kind for kind in PaperKind if kind != PaperKind.OTHER]


class ApplicationPaper(models.Model):
    """A picture of a paper; several pages of one kind are several rows. What was taken away keeps its row."""

    Kind = PaperKind

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20, choices=PaperKind)
    document = models.OneToOneField("accounts.Document", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [is_a_choice("kind", PaperKind, "application_paper_kind_is_a_choice")]
        indexes = [
            models.Index(
                fields=["application", "id"],
                condition=Q(removed_at__isnull=True),
                name="paper_of_application",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.application_id}"
