"""The forms of the desk against money laundering."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayInput, PictureField
from accounts.models import User
from accounts.web.forms import KeyedForm, RefusableForm
from risk.aml.queries import workers_of_desk
from risk.forms.inspections import ColleagueField
from risk.models import AmlAlert


def _words(label: Any, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


class DeskForm(RefusableForm):
    """One of several forms of a page: its fields carry its own name, so that each label finds its field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}-%s")
        super().__init__(*args, **kwargs)


class RaiseForm(KeyedForm):
    customer_number = forms.CharField(
        label=_("Customer"), max_length=24, help_text=_("The number, as on the customer's file.")
    )
    words = _words(_("What was noticed"))


class LookForm(RefusableForm):
    first_on = forms.DateField(label=_("First day"), widget=DayInput())
    last_on = forms.DateField(label=_("Last day"), widget=DayInput())


class AssignForm(DeskForm):
    to = ColleagueField(label=_("Investigated by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = workers_of_desk()  # type: ignore[attr-defined]


class NoteForm(DeskForm):
    words = _words(_("What was found"))


class QuestionForm(DeskForm):
    asked = ColleagueField(label=_("Colleague to ask"))
    words = _words(_("Question"), 2)

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked"].queryset = workers_of_desk().exclude(pk=viewer.pk)  # type: ignore[attr-defined]


class AnswerForm(DeskForm):
    words = _words(_("The answer"), 2)


class EvidenceForm(DeskForm):
    words = forms.CharField(label=_("What this paper shows"), max_length=200)
    file = PictureField(label=_("Picture"))


class ProposeForm(DeskForm):
    conclusion = forms.ChoiceField(
        label=_("Conclusion"), choices=AmlAlert.Conclusion.choices, widget=forms.RadioSelect
    )
    words = _words(_("Why"), help_text=_("Of a case that is reported this goes into the file."))


class ConcludeForm(DeskForm):
    agrees = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("1", _("Agree")), ("", _("Give it back to the investigator"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
        initial="1",
    )
    words = _words(_("Why"), 2)


class DayReportForm(RefusableForm):
    day_on = forms.DateField(label=_("Day"), widget=DayInput())
    reason = forms.CharField(
        label=_("What is corrected"),
        max_length=300,
        required=False,
        help_text=_("Only where the day was reported before."),
    )


class CaseReportForm(DeskForm):
    reason = forms.CharField(label=_("What is corrected"), max_length=300)


class SendForm(RefusableForm):
    receipt = forms.CharField(label=_("Number of the receipt"), max_length=60)
