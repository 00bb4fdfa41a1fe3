"""The forms of the work on a case, and what customers and visitors send in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayInput, PictureField
from accounts.web.forms import RefusableForm, offer_choices
from lending.models import Grade
from risk.cases.against_card import card_says
from risk.cases.checklist import CheckItem
from risk.models import CaseCheck, CaseOverride, CreditCase
from risk.reasons import CHANGES, CUT_OFF_SIDES, OVERRIDE_REASONS
from risk.services.answer_checks import CheckAnswer


class ChecklistForm(RefusableForm):
    """One answer and one remark for each item of the case."""

    def __init__(self, data: Any = None, *, items: list[CheckItem]) -> None:
        self.items = items
        super().__init__(data)
        for item in items:
            check = item.check
            self.fields[item.code] = forms.ChoiceField(
                label=item.words,
                choices=CaseCheck.Answer.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=check.answer if check is not None else None,
            )
            self.fields[f"remark_{item.code}"] = forms.CharField(
                label=_("Remark"),
                max_length=300,
                required=False,
                initial=check.remark if check is not None else "",
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[item.code], self[f"remark_{item.code}"]) for item in self.items]

    @property
    def answers(self) -> dict[str, CheckAnswer]:
        """What was answered; an item that was left out stays as it was."""
        cleaned = self.cleaned_data
        return {
            item.code: CheckAnswer(cleaned[item.code], cleaned[f"remark_{item.code}"])
            for item in self.items
            if cleaned[item.code]
        }


class OverrideForm(RefusableForm):
    """What somebody judges otherwise than the card; what the card says stands beside the choice."""

    kind = forms.ChoiceField(label=_("What differs from the card"), choices=CaseOverride.Kind.choices)
    to_value = forms.ChoiceField(
        label=_("You judge"),
        choices=[*Grade.choices, *CUT_OFF_SIDES.items()],
    )
    reason = forms.ChoiceField(label=_("Reason of the override"), choices=list(OVERRIDE_REASONS.items()))
    words = forms.CharField(
        label=_("Why, in words"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, case: CreditCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {
            kind: says for kind in CaseOverride.Kind.values if (says := card_says(case, kind)) is not None
        }
        offer_choices(self, "kind", [one for one in CaseOverride.Kind.choices if one[0] in said])
        words = [str(CUT_OFF_SIDES.get(says, says)) for says in said.values()]
        self.fields["to_value"].help_text = _("The card says: %s.") % ", ".join(words)


class ReturnForm(RefusableForm):
    remarks = forms.CharField(
        label=_("What is still to be found out"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_for_another = forms.BooleanField(label=_("To another reviewer"), required=False)


class QuestionForm(RefusableForm):
    question = forms.CharField(
        label=_("Question to the customer"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(label=_("Answer by"), widget=DayInput())


class AnswerForm(RefusableForm):
    answer = forms.CharField(
        label=_("Your answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    paper = PictureField(label=_("Photograph or scan, if it helps"), required=False)


class VisitForm(RefusableForm):
    assigned_to = forms.ChoiceField(label=_("Business manager"))
    task = forms.CharField(
        label=_("What is to be looked at"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(label=_("Visit by"), widget=DayInput())

    def __init__(self, *args: Any, visitors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "assigned_to", visitors)


class VisitReportForm(RefusableForm):
    visited_on = forms.DateField(label=_("Day of the visit"), widget=DayInput())
    place = forms.CharField(label=_("Place"), max_length=200)
    findings = forms.CharField(
        label=_("What you found"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    photo = PictureField(label=_("Photograph"), required=False, capture="environment")
    second_photo = PictureField(label=_("Another photograph"), required=False, capture="environment")


class ReconsiderForm(RefusableForm):
    change = forms.ChoiceField(label=_("What has changed"), choices=list(CHANGES.items()))


class AppealForm(RefusableForm):
    words = forms.CharField(
        label=_("What should we look at again?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    paper = PictureField(label=_("Photograph or scan, if it helps"), required=False)
