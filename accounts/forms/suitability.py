"""The risk questionnaire as a form: one group of choices for each question."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.domain.suitability import Questionnaire
from accounts.web.forms import RefusableForm


class SuitabilityForm(RefusableForm):
    def __init__(self, questionnaire: Questionnaire, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = "en" if (get_language() or "").startswith("en") else "zh-hans"
        for position, question in enumerate(questionnaire.questions, start=1):
            self.fields[question.code] = forms.ChoiceField(
                label=f"{position}. {question.text[language]}",
                choices=[(option.code, option.text[language]) for option in question.options],
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer this question.")},
            )

    @property
    def answers(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.fields}
