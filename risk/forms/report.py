"""The forms of reports of risk and their measures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import clock
from accounts.forms.fields import DayInput, MonthInput
from accounts.web.forms import RefusableForm
from risk.forms.inspections import ColleagueField
from risk.models import ReportRating, ReportVersion, RiskReport
from risk.reports.subjects import all_subjects

ONE_TO_FIVE = [(n, str(n)) for n in range(1, 6)]
MOST_WORDS = 6000


class MonthForm(RefusableForm):
    month_on = forms.DateField(label=_("Month"), input_formats=["%Y-%m"], widget=MonthInput())


class NewReportForm(RefusableForm):
    kind = forms.ChoiceField(
        label=_("Kind of report"),
        choices=[one for one in RiskReport.Kind.choices if one[0] != RiskReport.Kind.MONTHLY],
    )
    subject = forms.ChoiceField(label=_("What it is about"))
    title = forms.CharField(label=_("Title"), max_length=120)
    addressee = ColleagueField(
        label=_("Sent to"), required=False, help_text=_("A warning is answered by this colleague.")
    )
    answer_due_on = forms.DateField(label=_("Answer until"), required=False, widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = all_subjects(clock.today())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        subject, _colon, key = cleaned.get("subject", "").partition(":")
        return {**cleaned, "subject": subject, "subject_key": key}


class ChapterForm(RefusableForm):
    chapter = forms.CharField(max_length=12, widget=forms.HiddenInput)
    words_zh = forms.CharField(
        label=_("Text in Chinese"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "lang": "zh-Hans"}),
    )
    words_en = forms.CharField(
        label=_("Text in English"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "lang": "en"}),
        help_text=_("A language left empty shows the other one."),
    )


class MeasureForm(RefusableForm):
    words = forms.CharField(
        label=_("What is to be done"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    owner = ColleagueField(label=_("Owner"))
    due_on = forms.DateField(label=_("Until day"), widget=DayInput())


class RatingForm(RefusableForm):
    risk = forms.ChoiceField(label=_("Kind of risk"), choices=ReportRating.Risk.choices)
    likelihood = forms.TypedChoiceField(label=_("Likelihood, 1 to 5"), choices=ONE_TO_FIVE, coerce=int)
    effect = forms.TypedChoiceField(label=_("Effect, 1 to 5"), choices=ONE_TO_FIVE, coerce=int)
    controls = forms.CharField(
        label=_("Controls there are"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    residual_likelihood = forms.TypedChoiceField(
        label=_("Likelihood that remains"), choices=ONE_TO_FIVE, coerce=int
    )
    residual_effect = forms.TypedChoiceField(label=_("Effect that remains"), choices=ONE_TO_FIVE, coerce=int)


class SubmitForm(RefusableForm):
    conclusion = forms.ChoiceField(
        label=_("Conclusion"), choices=[("", "—"), *ReportVersion.Conclusion.choices], required=False
    )

    def __init__(self, *args: Any, is_assessment: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_assessment:
            del self.fields["conclusion"]


class ReturnForm(RefusableForm):
    words = forms.CharField(
        label=_("What is to be changed"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class SignForm(RefusableForm):
    shown_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)


class CorrectForm(RefusableForm):
    change_note = forms.CharField(
        label=_("What the correction changes"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class DropForm(RefusableForm):
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(RefusableForm):
    words = forms.CharField(
        label=pgettext_lazy("warning", "Your answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class FinishForm(RefusableForm):
    outcome = forms.CharField(
        label=_("What came of it"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
