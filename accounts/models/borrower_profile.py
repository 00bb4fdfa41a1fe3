"""What a borrower says of work, income, home and family; every change is a new version."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField

EMPLOYMENTS = ["employed", "civil_servant", "self_employed", "freelance", "retired"]
HOUSINGS = ["own", "mortgage", "rent", "employer", "family"]


class BorrowerProfile(models.Model):
    class Employment(models.TextChoices):
        EMPLOYED = "employed", _("Employed")
        CIVIL_SERVANT = "civil_servant", _("Public service")
        SELF_EMPLOYED = "self_employed", _("Self-employed")
        FREELANCE = "freelance", _("Freelance")
        RETIRED = "retired", _("Retired")

    class Industry(models.TextChoices):
        MANUFACTURING = "manufacturing", _("Manufacturing")
        RETAIL = "retail", _("Retail and wholesale")
        CATERING = "catering", _("Catering and hotels")
        CONSTRUCTION = "construction", _("Construction")
        TRANSPORT = "transport", _("Transport and logistics")
        TECHNOLOGY = "technology", _("Information technology")
        FINANCE = "finance", _("Finance")
        EDUCATION = "education", _("Education")
        HEALTH = "health", _("Health")
        PUBLIC = "public", _("Public administration")
        AGRICULTURE = "agriculture", _("Agriculture")
        OTHER = "other", _("Other")

    class Housing(models.TextChoices):
        OWN = "own", _("Own home, paid off")
        MORTGAGE = "mortgage", _("Own home with a mortgage")
        RENT = "rent", _("Rented home")
        EMPLOYER = "employer", _("Home of the employer")
        FAMILY = "family", _("With the family")

    class Relationship(models.TextChoices):
        SPOUSE = "spouse", _("Husband or wife")
        PARENT = "parent", _("Parent")
        CHILD = "child", _("Child")
        SIBLING = "sibling", _("Brother or sister")
        RELATIVE = "relative", _("Other relative")
        COLLEAGUE = "colleague", _("Colleague")
        FRIEND = "friend", _("Friend")

    number = models.CharField(max_length=24, unique=True)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="borrower_profiles")
    version = models.PositiveIntegerField()
    employment = models.CharField(max_length=20, choices=Employment)
    industry = models.CharField(max_length=20, choices=Industry)
    employer = EncryptedTextField(blank=True, default="")
    employed_months = models.PositiveIntegerField()
    monthly_income_fen = models.BigIntegerField()
    monthly_debt_fen = models.BigIntegerField()
    other_debt_fen = models.BigIntegerField()
    other_platform_debt_fen = models.BigIntegerField()
    dependants = models.PositiveSmallIntegerField()
    housing = models.CharField(max_length=20, choices=Housing)
    home_address = EncryptedTextField()
    contact_name = EncryptedTextField()
    contact_relationship = models.CharField(max_length=20, choices=Relationship)
    contact_phone = EncryptedTextField()
    second_contact_name = EncryptedTextField(blank=True, default="")
    second_contact_relationship = models.CharField(
        max_length=20, choices=Relationship, blank=True, default=""
    )
    second_contact_phone = EncryptedTextField(blank=True, default="")
    # The customer, or whoever of customer service wrote down what the customer said.
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "version"], name="borrower_profile_one_of_each_version"),
            models.CheckConstraint(
                condition=Q(employment__in=EMPLOYMENTS), name="borrower_profile_employment_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(housing__in=HOUSINGS), name="borrower_profile_housing_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(
                    monthly_income_fen__gte=0, monthly_debt_fen__gte=0, other_platform_debt_fen__gte=0
                )
                & Q(other_debt_fen__gte=F("other_platform_debt_fen")),
                name="borrower_profile_amounts_agree",
            ),
        ]

    def __str__(self) -> str:
        return self.number
