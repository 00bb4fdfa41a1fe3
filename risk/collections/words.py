"""What the governor and the codes of collection say in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from risk.collections.rules import CONTACT, WORK
from risk.domain.contact_governor import Verdict

REFUSALS = {
    "not_late": gettext_lazy("Nothing is overdue on this loan any more. Nobody calls about it."),
    "third_party": gettext_lazy("Only the debtor is contacted, never relatives, colleagues or other people."),
    "hardship": gettext_lazy("The borrower has asked for more time. Collection waits until that is decided."),
    "dispute": gettext_lazy("The borrower disputes this loan. Collection waits until that is decided."),
    "death": gettext_lazy("The borrower has died. Nobody is called."),
    "fraud": gettext_lazy("The loan may have been taken out by fraud. Collection waits until that is known."),
    "goods_returned": gettext_lazy("The goods went back: the dealer pays this loan off, not the borrower."),
    "at_the_bank": gettext_lazy("The bank is being asked for the bound card. Wait for its answer."),
    "quiet_hours": gettext_lazy(
        "Nobody is contacted between 22:00 and 08:00 unless the debtor agreed to it."
    ),
    "too_many_calls": gettext_lazy(
        "The debtor was reached as often today as the rule allows. Call tomorrow."
    ),
}
SAID = {
    "forgot": gettext_lazy("Forgot the due date"),
    "no_money": gettext_lazy("Has no money at present"),
    "job_lost": gettext_lazy("Lost the job"),
    "illness": gettext_lazy("Illness or accident"),
    "will_pay": gettext_lazy("Will pay"),
    "asks_time": gettext_lazy("Asks for more time"),
    "asks_settlement": gettext_lazy("Asks for a settlement"),
    "disputes": gettext_lazy("Disputes the debt"),
    "refuses": gettext_lazy("Refuses to pay"),
    "call_later": gettext_lazy("Asks to be called at another time"),
}
RULE_NAMES = {
    CONTACT: gettext_lazy("How a debtor may be contacted"),
    WORK: gettext_lazy("How collection goes on, and by when"),
}


def rule_name(code: str) -> str:
    """Return what a rule of collection is called, its code where it has no name."""
    return str(RULE_NAMES.get(code, code))


def refusal_words(codes: Iterable[str]) -> str:
    """Return the first of the governor's reasons in words; it is the weightiest."""
    code = next(iter(codes))
    return str(REFUSALS[code])


def verdict_words(verdict: Verdict) -> str:
    """Say whether the debtor may be called now."""
    if verdict.is_allowed:
        return _("You may call now.")
    if verdict.from_at is not None:
        return _("Not now: call from %(at)s.") % {"at": f"{verdict.from_at:%H:%M}"}
    return refusal_words(verdict.codes)


def said_words(codes: Iterable[str]) -> str:
    """Return what was said, by its codes, in words."""
    return " · ".join(str(SAID.get(code, code)) for code in codes)
