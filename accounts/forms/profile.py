"""The screens of a borrower's profile, one group of questions each."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import MobileNumberField
from accounts.models import BorrowerProfile
from accounts.services.save_profile import WORKS_FOR_SOMEBODY
from accounts.web.forms import RefusableForm
from accounts.web.widgets import MoneyInput

# Letters of any script, and what stands between them.
NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ ·'.-])*")


def _choices(source: Any) -> list[tuple[str, Any]]:
    return [("", _("Please choose")), *source.choices]


class WholeYuanField(forms.IntegerField):
    """An amount as people know it, in whole yuan; gives fen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=0,
            max_value=kwargs.pop("max_yuan"),
            widget=MoneyInput({"inputmode": "numeric"}),
            error_messages={"invalid": _("Write a whole number of yuan.")},
            **kwargs,
        )

    def clean(self, value: Any) -> int:
        return int(super().clean(value)) * 100

    def prepare_value(self, value: Any) -> Any:
        return value // 100 if type(value) is int else value


class ContactNameField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        name = " ".join(super().clean(value).split())
        if name and not NAME.fullmatch(name):
            raise ValidationError(_("Write the name in letters alone."), code="name")
        return name


class WorkForm(RefusableForm):
    employment = forms.ChoiceField(label=_("How do you earn?"), choices=_choices(BorrowerProfile.Employment))
    industry = forms.ChoiceField(label=_("Industry"), choices=_choices(BorrowerProfile.Industry))
    employer = forms.CharField(
        label=_("Employer or business"),
        max_length=80,
        required=False,
        help_text=_("Its full name, as on your contract or licence. Leave it empty if you have none."),
    )
    employed_months = forms.IntegerField(
        label=_("For how many months?"),
        min_value=0,
        max_value=720,
        help_text=_("At this job or in this business."),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("employment") in WORKS_FOR_SOMEBODY and not values.get("employer"):
            self.add_error("employer", _("Name your employer."))
        return values


class MoneyForm(RefusableForm):
    monthly_income_fen = WholeYuanField(label=_("Income a month, after tax"), max_yuan=1_000_000)
    monthly_debt_fen = WholeYuanField(
        label=_("What you pay on other debts a month"),
        max_yuan=1_000_000,
        help_text=_("Mortgage, car, cards. Write 0 if there is nothing."),
    )
    other_debt_fen = WholeYuanField(
        label=_("What you owe in all elsewhere"),
        max_yuan=100_000_000,
        help_text=_("Mortgage, car, cards, family: the whole remaining debt."),
    )
    other_platform_debt_fen = WholeYuanField(
        label=_("Of it, on other lending platforms"), max_yuan=100_000_000
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        debt, platforms = values.get("other_debt_fen"), values.get("other_platform_debt_fen")
        if debt is not None and platforms is not None and platforms > debt:
            self.add_error("other_platform_debt_fen", _("This is part of the debt above and cannot be more."))
        return values


class HomeForm(RefusableForm):
    housing = forms.ChoiceField(label=_("How do you live?"), choices=_choices(BorrowerProfile.Housing))
    home_address = forms.CharField(
        label=_("Home address"),
        min_length=6,
        max_length=120,
        help_text=_("Province, city, street and number. We store it encrypted."),
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    dependants = forms.IntegerField(
        label=_("How many people do you support?"),
        min_value=0,
        max_value=20,
        help_text=_("Children, parents and others who live on your income."),
    )


class ContactsForm(RefusableForm):
    contact_name = ContactNameField(label=_("Name of a contact"))
    contact_relationship = forms.ChoiceField(
        label=_("This person is your"), choices=_choices(BorrowerProfile.Relationship)
    )
    contact_phone = MobileNumberField(label=_("Mobile number of the contact"))
    second_contact_name = ContactNameField(label=_("Name of a second contact"), required=False)
    second_contact_relationship = forms.ChoiceField(
        label=_("The second person is your"),
        choices=_choices(BorrowerProfile.Relationship),
        required=False,
    )
    second_contact_phone = MobileNumberField(label=_("Mobile number of the second contact"), required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        second = [name for name in self.fields if name.startswith("second_contact")]
        if any(values.get(name) for name in second):
            for name in second:
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("Complete the second contact, or leave all of it empty."))
        return values


PROFILE_SCREENS: dict[str, type[RefusableForm]] = {
    "work": WorkForm,
    "money": MoneyForm,
    "home": HomeForm,
    "contacts": ContactsForm,
}
