"""What is asked on the pages about colleagues."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import clock
from accounts.forms.fields import DayInput, IdentityNumberField, RealNameField
from accounts.models import Appointment, Department, Position, User
from accounts.roles import RIGHT_NAMES
from accounts.staff.queries import standing_appointments
from accounts.web.forms import RefusableForm, offer_choices

STATES = (("", _("all")), ("works", _("works here")), ("left", _("left")))
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LINES = forms.Textarea({"rows": 3})


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """Return a field for one day, as the browser's own calendar writes it."""
    return forms.DateField(label=label, widget=DayInput(), **kwargs)


def reason_field() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        min_length=2,
        max_length=1000,
        widget=LINES,
        help_text=_("Whoever approves reads it."),
    )


class DirectoryForm(forms.Form):
    """What the directory is filtered by; what cannot be read filters nothing."""

    q = forms.CharField(
        label=_("Name or number"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"data-search": "", "autocomplete": "off"}),
    )
    department = forms.ChoiceField(label=_("Department"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = [(row.code, row.name) for row in Department.objects.order_by("rank")]
        offer_choices(self, "department", [("", _("all")), *departments])

    def value(self, name: str) -> str:
        """Return what was asked for in a field, nothing for what is no choice."""
        self.full_clean()
        return str(self.cleaned_data.get(name, ""))


class PositionForm(RefusableForm):
    """A form with a position of those the asker may fill; the cleaned value is the row."""

    position = forms.ChoiceField(label=_("Position"))

    def __init__(self, *args: Any, positions: Iterable[Position], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_code = {row.code: row for row in positions}
        choices = [(row.code, f"{row.department.name} · {row.title}") for row in self.by_code.values()]
        offer_choices(self, "position", [("", _("Choose")), *choices])

    def clean_position(self) -> Position:
        return self.by_code[self.cleaned_data["position"]]


class JoinerForm(PositionForm):
    real_name = RealNameField(label=_("Name"), help_text=_("As it stands on the identity card."))
    identity_number = IdentityNumberField(
        help_text=_("Ties the login to the person, so that nobody approves under a second login.")
    )
    work_address = forms.EmailField(
        label=_("Work address"), max_length=254, help_text=_("The invitation goes there.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    effective_on = day_field(pgettext_lazy("joining", "First day"), initial=clock.today)
    reason = reason_field()
    field_order = ("real_name", "identity_number", "work_address", "language", "position", "effective_on")


class MoveForm(PositionForm):
    effective_on = day_field(_("First day in the new position"), initial=clock.today)
    reason = reason_field()


class ColleagueChoiceField(forms.ChoiceField):
    """One of the colleagues who work here, by number."""

    def set_colleagues(self, colleagues: Iterable[User]) -> None:
        people = list(colleagues)
        seats = standing_appointments(people)
        self.choices = [("", _("Choose")), *((user.number, self.say(user, seats)) for user in people)]

    @staticmethod
    def say(user: User, seats: Mapping[int, Iterable[Appointment]]) -> str:
        """Return name, position and number; who sits nowhere is named without."""
        titles = [
            seat.position.title
            for seat in seats.get(user.pk, ())
            if seat.status == Appointment.Status.IN_FORCE
        ]
        return " · ".join([user.name, *titles, user.number])


class LeaverForm(RefusableForm):
    effective_on = day_field(
        _("Out from"),
        initial=clock.today,
        help_text=_("From this day nothing opens any more. Today means at once, as soon as it is approved."),
    )
    handover_to = ColleagueChoiceField(
        label=_("Takes over"), help_text=_("Open work goes to this colleague.")
    )
    reason = reason_field()

    def __init__(self, *args: Any, colleagues: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(ColleagueChoiceField, self.fields["handover_to"]).set_colleagues(colleagues)


class DeputyForm(RefusableForm):
    deputy = ColleagueChoiceField(label=_("Who stands in"))
    from_on = day_field(_("First day of the absence"), initial=clock.today)
    until_on = day_field(_("Last day of the absence"))
    rights = forms.MultipleChoiceField(
        label=_("What is done meanwhile"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave out what excludes the deputy's own rights; what can wait may wait."),
    )
    reason = reason_field()

    def __init__(self, *args: Any, colleagues: Iterable[User], rights: Iterable[str], **kwargs: Any) -> None:
        chosen = list(rights)
        kwargs.setdefault("initial", {"rights": chosen, "until_on": clock.today() + dt.timedelta(days=7)})
        super().__init__(*args, **kwargs)
        cast(ColleagueChoiceField, self.fields["deputy"]).set_colleagues(colleagues)
        offer_choices(self, "rights", [(right, RIGHT_NAMES.get(right, right)) for right in chosen])


class NewPasswordForm(RefusableForm):
    """A password for a new login, typed twice."""

    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        max_length=128,
    )
    password2 = forms.CharField(
        label=_("The password again"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        max_length=128,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("password1") and values.get("password2") and values["password1"] != values["password2"]:
            self.add_error("password2", _("The two passwords differ."))
        return values
