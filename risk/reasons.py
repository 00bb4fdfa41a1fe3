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
# Why somebody judges against the card.
OVERRIDE_REASONS = {
    "verified_income": _("Income was verified beyond what the card knows"),
    "good_history_here": _("A long good history with us"),
    "one_time_event": _("A single past event that is over"),
    "security": _("Somebody answers for the loan"),
    "weak_papers": _("Papers are weaker than they look"),
    "local_knowledge": _("Found on the spot"),
}
# On which side of the cut-off a score lies, or is judged to lie.
CUT_OFF_SIDES = {"below": _("Below the cut-off"), "above": _("Above the cut-off")}
# What makes an approval be looked at again.
CHANGES = {
    "income": _("Income has changed"),
    "work": _("Work or employer has changed"),
    "debt": _("Debts have changed"),
    "overdue": _("A loan here is overdue"),
    "loan": _("Another loan was paid out here"),
    "amount": _("The amount has changed"),
    "hold": _("A hold or a warning has come up"),
    "limit": _("A limit has changed"),
    "authority": _("By the new matrix more have to decide"),
    "identity": _("Something about the person has changed"),
}
