"""The forms of training: a course, a meeting, who came, and the quiz."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayInput
from accounts.language import in_language
from accounts.roles import ROLE_CHOICES
from accounts.staff.queries import staff_logins
from accounts.web.forms import RefusableForm, offer_choices
from risk.domain.quiz import write_quiz
from risk.forms.inspections import ColleagueField
from risk.models import TrainingCourse, TrainingMeeting
from risk.services.write_course import CourseText

PERCENT_PPM = 10_000


class CourseForm(RefusableForm):
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=160)
    body_zh = forms.CharField(
        label=_("Text in Chinese"), widget=forms.Textarea(attrs={"rows": 8}), max_length=40_000
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=160)
    body_en = forms.CharField(
        label=_("Text in English"), widget=forms.Textarea(attrs={"rows": 8}), max_length=40_000
    )
    quiz = forms.CharField(
        label=_("Quiz"),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=40_000,
        help_text=_(
            "“? question” on a line, below it its answers: one “+ right”, the others “- wrong”. Each line has the "
            "Chinese words, then “ | ”, then the English ones."
        ),
    )
    pass_percent = forms.IntegerField(
        label=_("Right answers that pass, per cent"), min_value=1, max_value=100, initial=80
    )
    valid_months = forms.IntegerField(
        label=_("Months the certificate holds"), min_value=1, max_value=120, initial=12
    )
    needs_attendance = forms.BooleanField(
        label=_("The quiz opens only after a meeting was attended"), required=False
    )
    roles = forms.MultipleChoiceField(
        label=_("Who must pass it"),
        choices=ROLE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    @classmethod
    def of(cls, course: TrainingCourse) -> "CourseForm":
        """Return the form of a draft, filled in."""
        names = ("title_zh", "body_zh", "title_en", "body_en", "valid_months", "needs_attendance", "roles")
        initial = {name: getattr(course, name) for name in names}
        quiz, percent = write_quiz(course.questions), course.pass_ppm // PERCENT_PPM
        return cls(initial={**initial, "quiz": quiz, "pass_percent": percent})

    @property
    def text(self) -> CourseText:
        """What the course says."""
        cleaned = dict(self.cleaned_data)
        pass_ppm = cleaned.pop("pass_percent") * PERCENT_PPM
        return CourseText(**{**cleaned, "roles": tuple(cleaned["roles"])}, pass_ppm=pass_ppm)


class ColleaguesField(forms.ModelMultipleChoiceField):
    """Several colleagues by name and number."""

    def __init__(self, **kwargs: Any) -> None:
        rows = staff_logins().filter(is_active=True).order_by("display_name", "pk")
        super().__init__(queryset=rows, to_field_name="number", widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.number}"


class MeetingForm(RefusableForm):
    held_on = forms.DateField(label=_("Held on"), widget=DayInput())
    place = forms.CharField(label=_("Where"), max_length=120)
    trainer = ColleagueField(label=_("Trainer"))
    colleagues = ColleaguesField(label=_("Who is asked"))


class AttendanceForm(RefusableForm):
    came = forms.MultipleChoiceField(label=_("Who came"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, meeting: TrainingMeeting, **kwargs: Any) -> None:
        rows = list(meeting.attendances.select_related("colleague").order_by("colleague__display_name"))
        kwargs.setdefault("initial", {"came": [str(row.colleague_id) for row in rows if row.came]})
        super().__init__(*args, **kwargs)
        names = [(str(row.colleague_id), f"{row.colleague.name} · {row.colleague.number}") for row in rows]
        offer_choices(self, "came", names)

    @property
    def ids(self) -> list[int]:
        """The logins of those who came."""
        return [int(value) for value in self.cleaned_data["came"]]


class QuizForm(RefusableForm):
    """A field for each question; which answer is right is not in it."""

    def __init__(self, *args: Any, course: TrainingCourse, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = len(course.questions)
        for n, question in enumerate(course.questions):
            options = [
                (str(place), in_language(option["en"], option["zh"]))
                for place, option in enumerate(question["options"])
            ]
            self.fields[f"q{n}"] = forms.TypedChoiceField(
                label=f"{n + 1}. {in_language(question['en'], question['zh'])}",
                choices=options,
                coerce=int,
                widget=forms.RadioSelect,
            )

    @property
    def answers(self) -> list[int | None]:
        """The place of the chosen answer of each question."""
        return [self.cleaned_data.get(f"q{n}") for n in range(self.count)]
