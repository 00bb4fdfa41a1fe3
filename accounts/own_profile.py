"""A borrower's profile as part of the copy of one's data, and how it and half-filled forms are erased."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import BorrowerProfile, FormDraft, User
from accounts.personal_data import Coded, PersonalData, Record, register_eraser, register_personal_data

# What names somebody or leads to a home; figures and codes stay with the decisions that rest on them.
PERSONAL = (
    "employer",
    "home_address",
    "contact_name",
    "contact_phone",
    "second_contact_name",
    "second_contact_phone",
)


def register_own_profile() -> None:
    """Register part and eraser."""
    register_personal_data(
        PersonalData(
            "profile",
            _("Work, income and home"),
            45,
            {
                "number": _("Number"),
                "entered_at": _("Entered at"),
                "employment": _("Work"),
                "industry": _("Industry"),
                "employer": _("Employer or business"),
                "employed_months": _("Months at this work"),
                "monthly_income_fen": _("Income a month, after tax"),
                "monthly_debt_fen": _("Payments on other debts a month"),
                "other_debt_fen": _("Debts elsewhere in all"),
                "other_platform_debt_fen": _("Of it, on other lending platforms"),
                "dependants": _("People supported"),
                "housing": _("Housing"),
                "home_address": _("Home address"),
                "contact_name": _("Name of a contact"),
                "contact_phone": _("Mobile number of the contact"),
                "second_contact_name": _("Name of a second contact"),
                "second_contact_phone": _("Mobile number of the second contact"),
            },
            _profiles,
        )
    )
    register_eraser("profile", 85, _erase)


def _profiles(user: User) -> Iterator[Record]:
    plain = ("number", "entered_at", "employed_months", "dependants", *PERSONAL)
    fen = ("monthly_income_fen", "monthly_debt_fen", "other_debt_fen", "other_platform_debt_fen")
    for row in BorrowerProfile.objects.filter(user=user).order_by("version"):
        yield {
            **{name: getattr(row, name) for name in (*plain, *fen)},
            "employment": Coded(row.employment, row.get_employment_display()),
            "industry": Coded(row.industry, row.get_industry_display()),
            "housing": Coded(row.housing, row.get_housing_display()),
        }


def _erase(user: User) -> None:
    BorrowerProfile.objects.filter(user=user).update(**dict.fromkeys(PERSONAL, ""))
    FormDraft.objects.filter(user=user).delete()
