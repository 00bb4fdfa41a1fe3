"""The reasons a decision may name, as codes with plain words."""

from django.utils.translation import gettext_lazy as _

APPROVAL_REASONS = {
    "income_sufficient": _("Income carries the instalment"),
    "stable_work": _("Stable work"),
    "good_history": _("Earlier loans were repaid on time"),
    "amount_reduced": _("Amount lowered to what income carries"),
}
REFUSAL_REASONS = {
    "income_insufficient": _("Income does not carry the instalment"),
    "too_much_debt": _("Too much debt already"),
    "short_work_history": _("Too short in the present work"),
    "bad_history": _("Earlier loans were repaid late"),
    "facts_contradict": _("The facts given contradict each other"),
}
RETURN_REASONS = {
    "papers_missing": _("Papers are missing"),
    "facts_unclear": _("Some facts need explaining"),
}
REASONS = {**APPROVAL_REASONS, **REFUSAL_REASONS, **RETURN_REASONS}
