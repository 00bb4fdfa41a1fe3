"""The risk questionnaire as forms: a screen for each group, one group of choices for each question."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.domain.suitability import Group, Questionnaire, true_answers
from accounts.services.assess_suitability import AGE_DIFFERS
from accounts.web.forms import RefusableForm


class SuitabilityForm(RefusableForm):
    """The questions of one screen; their numbers run through all screens."""

    def __init__(
        self, questionnaire: Questionnaire, group: Group, *args: Any, age: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.true_answers = {} if age is None else true_answers(questionnaire, age)
        language = question_language()
        positions = {question.code: at for at, question in enumerate(questionnaire.questions, start=1)}
        for question in questionnaire.of_group(group):
            self.fields[question.code] = forms.ChoiceField(
                label=f"{positions[question.code]}. {question.text[language]}",
                choices=[(option.code, option.text[language]) for option in question.options],
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer this question.")},
            )

    def clean(self) -> dict[str, Any]:
        """Refuse here already, at its question, what the last screen would refuse."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, option in self.true_answers.items():
            if cleaned.get(name, option) != option:
                self.add_error(name, str(AGE_DIFFERS))
        return cleaned

    @property
    def answers(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.fields}


def question_language() -> str:
    """Return the language in which the questions are shown."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"
