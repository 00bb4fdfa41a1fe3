"""The forms on a case: an opinion, and the decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.web.formats import plain_yuan
from accounts.web.forms import KeyedForm, RefusableForm, offer_choices
from finance.forms.fields import YuanField
from lending.models import Grade
from lending.models.application import APPROVALS, DecisionOutcome
from lending.queries.exposure import exposure_of_borrower
from risk.cases.against_card import as_judged
from risk.cases.rating import Rating
from risk.forms.conditions import PLACES, ConditionLines
from risk.models import CaseOverride, CreditCase
from risk.reasons import APPROVAL_REASONS, REFUSAL_REASONS, RETURN_REASONS

OF_OUTCOME = {
    DecisionOutcome.APPROVE: APPROVAL_REASONS,
    DecisionOutcome.CONDITIONS: APPROVAL_REASONS,
    DecisionOutcome.REJECT: REFUSAL_REASONS,
    DecisionOutcome.RETURN: RETURN_REASONS,
}
# A reason stands under the decision it belongs to.
REASON_GROUPS = [
    (_("To approve"), list(APPROVAL_REASONS.items())),
    (_("To decline"), list(REFUSAL_REASONS.items())),
    (_("To return for papers"), list(RETURN_REASONS.items())),
]


class OpinionForm(RefusableForm):
    opinion = forms.CharField(
        label=_("Opinion"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("What speaks for the loan, what against it, and what you propose."),
    )


class DecisionForm(ConditionLines, KeyedForm):
    outcome = forms.ChoiceField(
        label=_("Your decision"), choices=DecisionOutcome.choices, widget=forms.RadioSelect
    )
    reasons = forms.MultipleChoiceField(
        label=_("Reasons"), choices=REASON_GROUPS, widget=forms.CheckboxSelectMultiple
    )
    amount = YuanField(label=_("Amount offered"), required=False)
    grade = forms.ChoiceField(label=_("Grade"), choices=[("", "—"), *Grade.choices], required=False)
    limit = YuanField(
        label=_("Credit limit"), required=False, help_text=_("Over all of the borrower's loans together.")
    )

    def __init__(self, *args: Any, case: CreditCase, **kwargs: Any) -> None:
        asked_fen = case.application.amount_fen or 0
        # The limit is over all loans together: what runs already needs its room beside what is asked for.
        other_fen = exposure_of_borrower(case.application.borrower, other_than=case.application)
        initial = {"amount": plain_yuan(asked_fen), "limit": plain_yuan(other_fen + asked_fen)}
        judged = as_judged(case, CaseOverride.Kind.GRADE)
        kwargs.setdefault("initial", {**initial, "grade": judged})
        super().__init__(*args, **kwargs)
        if judged is not None:
            offer_choices(self, "grade", [("", "—"), (judged, Grade(judged).label)])
            self.fields["grade"].help_text = _(
                "As judged against the card; for another grade give the reason first."
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        outcome = cleaned.get("outcome")
        if outcome in APPROVALS:
            for name in ("amount", "grade", "limit"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("An approval needs this."))
        if outcome == DecisionOutcome.CONDITIONS and not self.conditions_in(cleaned) and not self.errors:
            self.add_error(f"words_{PLACES[0]}", _("Write the conditions down."))
        if outcome and set(cleaned.get("reasons", [])) - set(OF_OUTCOME[DecisionOutcome(outcome)]):
            self.add_error("reasons", _("These reasons do not belong to this decision."))
        return cleaned

    @property
    def rating(self) -> Rating | None:
        """The offer and the limit of an approval, None with any other decision."""
        cleaned = self.cleaned_data
        if cleaned["outcome"] not in APPROVALS:
            return None
        conditions = self.conditions_in(cleaned) if cleaned["outcome"] == DecisionOutcome.CONDITIONS else ()
        return Rating(cleaned["amount"], cleaned["grade"], cleaned["limit"], conditions)
