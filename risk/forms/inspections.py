"""The forms of inspections and of the register of operational-risk events."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayInput, PictureField
from accounts.models import Department, User
from accounts.staff.queries import staff_logins
from accounts.web.forms import KeyedForm, RefusableForm, offer_choices
from finance.forms.fields import YuanField
from risk.inspections.checklists import topics
from risk.inspections.populations import POPULATIONS
from risk.inspections.queries import inspectors
from risk.models import InspectionFinding, OperationalEvent
from risk.models.inspection import InspectionResult

ANSWERS = [("", "—"), *(one for one in InspectionResult.choices if one[0] != InspectionResult.OPEN)]


class DepartmentField(forms.ModelChoiceField):
    """A department by its name in the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Department"))
        kwargs.setdefault("to_field_name", "code")
        super().__init__(queryset=Department.objects.order_by("rank", "pk"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class ColleagueField(forms.ModelChoiceField):
    """A colleague by name and number."""

    def __init__(self, queryset: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("to_field_name", "number")
        rows = staff_logins().filter(is_active=True) if queryset is None else queryset
        super().__init__(queryset=rows.order_by("display_name", "pk"), **kwargs)

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name} · {obj.number}"


class PlanInspectionForm(RefusableForm):
    department = DepartmentField()
    topic = forms.ChoiceField(label=_("What is looked at"))
    aim = forms.CharField(
        label=_("What it is to find out"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    planned_on = forms.DateField(label=_("Planned for"), widget=DayInput())
    lead = ColleagueField(
        inspectors(),
        label=_("Led by"),
        help_text=_("Somebody who inspects and does not work in the department."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "topic", topics())


class DrawSampleForm(RefusableForm):
    population = forms.ChoiceField(
        label=_("Draw from"), choices=[(one.code, one.label) for one in POPULATIONS.values()]
    )
    first_on = forms.DateField(label=_("From day"), widget=DayInput())
    last_on = forms.DateField(label=_("Until day"), widget=DayInput())
    size = forms.IntegerField(label=_("How many"), min_value=1, max_value=50, initial=10)


class LineResultForm(RefusableForm):
    of = forms.ChoiceField(choices=[("item", ""), ("sample", "")], widget=forms.HiddenInput)
    n = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    result = forms.ChoiceField(label=_("What you found"), choices=ANSWERS)
    remark = forms.CharField(label=_("What you saw"), max_length=500, required=False)


class FindingForm(RefusableForm):
    severity = forms.ChoiceField(label=_("How grave"), choices=InspectionFinding.Severity.choices)
    words = forms.CharField(
        label=_("What is not in order"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = forms.CharField(label=_("Which rule asks for it"), max_length=120, required=False)
    owner = ColleagueField(label=_("Mended by"))
    due_on = forms.DateField(label=_("Until day"), widget=DayInput())


class SummaryForm(RefusableForm):
    summary = forms.CharField(label=_("Summary"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


class EndForm(RefusableForm):
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)


class MendForm(RefusableForm):
    words = forms.CharField(
        label=_("What was done"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = PictureField(label=_("A photograph that shows it"), required=False)


class RecheckForm(RefusableForm):
    is_in_order = forms.TypedChoiceField(
        label=_("Your check"),
        choices=[("yes", _("It is in order now")), ("no", _("It is not mended"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("What you saw"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ReportEventForm(KeyedForm):
    category = forms.ChoiceField(label=_("Kind of event"), choices=OperationalEvent.Category.choices)
    department = DepartmentField()
    happened_on = forms.DateField(label=_("Happened on"), widget=DayInput())
    found_on = forms.DateField(label=_("Found on"), widget=DayInput())
    words = forms.CharField(
        label=_("What happened"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    loss_fen = YuanField(
        label=_("Loss, as far as known"),
        required=False,
        min_fen=0,
        help_text=_("Leave it empty where there is none."),
    )


class ExamineEventForm(RefusableForm):
    category = forms.ChoiceField(label=_("Kind of event"), choices=OperationalEvent.Category.choices)
    cause = forms.CharField(
        label=_("Why it came about"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    measures = forms.CharField(
        label=_("What is done about it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = ColleagueField(label=_("Done by"))
    due_on = forms.DateField(label=_("Until day"), widget=DayInput())
    loss_fen = YuanField(label=_("Loss"), min_fen=0)
    recovered_fen = YuanField(label=_("Of it came back"), min_fen=0)


class CloseEventForm(RefusableForm):
    outcome = forms.CharField(
        label=_("What came of it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
