"""The committee's results and gaps in words, for pages, minutes and messages."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.web.formats import percent, yuan
from finance.domain.money import PPM, divide_half_up
from risk.domain.committee import Rules
from risk.models import AgendaItem, InterestDeclaration, OpenedVote
from risk.reasons import REASONS


def result_words(result: str, *, is_vetoed: bool = False) -> str:
    """Return what a count said."""
    if is_vetoed:
        return _("Vetoed by risk: %(result)s") % {"result": result_words(result)}
    return str(AgendaItem.Result(result).label) if result else "—"


def choice_words(choice: str) -> str:
    """Return which way a vote went."""
    return str(OpenedVote.Choice(choice).label)


def ground_words(ground: str) -> str:
    """Return why somebody is recused."""
    return str(InterestDeclaration.Ground(ground).label)


def reason_words(codes: Iterable[str]) -> str:
    """Return reasons in a row."""
    return "; ".join(str(REASONS.get(code, code)) for code in codes)


def offer_words(offer: dict[str, Any]) -> str:
    """Return amount, grade and limit in a row."""
    return _("%(amount)s · grade %(grade)s · limit %(limit)s") % {
        "amount": yuan(offer["amount_fen"]),
        "grade": offer["grade"],
        "limit": yuan(offer["limit_fen"]),
    }


def tally_words(tally: dict[str, Any] | None) -> str:
    """Return the figures of a count in one sentence."""
    if not tally:
        return "—"
    return _("%(votes_for)s for, %(against)s against, %(abstain)s abstained") % {
        "votes_for": tally["approve"] + tally["conditions"],
        "against": tally["reject"] + tally["returned"],
        "abstain": tally["abstain"],
    }


def is_dissent(choice: str, result: str) -> bool:
    """Tell whether a vote went against what was decided; who abstained dissented from nothing."""
    if choice == OpenedVote.Choice.ABSTAIN or result not in (
        "approved",
        "conditions",
        "rejected",
        "returned",
    ):
        return False
    return (choice in ("approve", "conditions")) != (result in ("approved", "conditions"))


def majority_words(rules: Rules) -> str:
    """Return what an approval takes."""
    if rules.is_simple:
        return _("more than half of all who vote")
    numerator, denominator = rules.majority
    share = percent(divide_half_up(numerator * PPM, denominator), 1)
    return _("at least %(share)s of all who vote") % {"share": share}
