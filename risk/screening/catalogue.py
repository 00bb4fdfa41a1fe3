"""The facts a rule of screening may read: each with its kind and words; nothing else can be compared."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import WatchEntry
from accounts.web.formats import number, percent, yuan
from lending.models import Application
from risk.domain.screening import AMOUNT, CODE, FLAG, NUMBER, SHARE


@dataclass(frozen=True)
class NamedFact:
    """`choices` are the codes a fact of that kind may be, with their words."""

    kind: str
    label: Promise
    choices: tuple[tuple[str, Promise | str], ...] = ()


NONE = ("none", pgettext_lazy("fact of screening", "None"))
SOURCE_STATES = (
    ("answered", pgettext_lazy("question to a source", "Answered")),
    ("no_file", gettext_lazy("Knows nobody of this number")),
    ("away", gettext_lazy("Gave no answer")),
    ("no_consent", gettext_lazy("Not asked: no consent")),
)

CATALOGUE: dict[str, NamedFact] = {
    # the application
    "asked_fen": NamedFact(AMOUNT, gettext_lazy("Amount asked for")),
    "periods": NamedFact(NUMBER, gettext_lazy("Months to repay")),
    "product_line": NamedFact(
        CODE,
        gettext_lazy("Line of the product"),
        (("cash", gettext_lazy("Cash loans")), ("goods", gettext_lazy("Goods on instalments"))),
    ),
    "purpose": NamedFact(CODE, gettext_lazy("Purpose of the loan"), tuple(Application.Purpose.choices)),
    "is_purpose_forbidden": NamedFact(FLAG, gettext_lazy("The words of the purpose name a forbidden use")),
    "is_purpose_financed": NamedFact(FLAG, gettext_lazy("The same purpose is financed already")),
    "employment": NamedFact(CODE, gettext_lazy("Kind of employment"), tuple(Application.Employment.choices)),
    "employed_months": NamedFact(NUMBER, gettext_lazy("Months in the present work")),
    "monthly_income_fen": NamedFact(AMOUNT, gettext_lazy("Income of a month")),
    "burden_ppm": NamedFact(SHARE, gettext_lazy("Share of the income that debts and this loan take")),
    "applications_lately": NamedFact(NUMBER, gettext_lazy("Applications lately, this one included")),
    "refusals_lately": NamedFact(NUMBER, gettext_lazy("Refused applications lately")),
    # the person
    "is_identity_verified": NamedFact(FLAG, gettext_lazy("The identity is verified")),
    "is_held": NamedFact(FLAG, gettext_lazy("The person is held while a colleague looks")),
    "age": NamedFact(NUMBER, gettext_lazy("Age in years")),
    "is_age_of_product": NamedFact(FLAG, gettext_lazy("The age fits the product, until the last instalment")),
    "watch_hit": NamedFact(CODE, gettext_lazy("Hit of the watch-list"), (NONE, *WatchEntry.Severity.choices)),
    # what the person owes
    "exposure_fen": NamedFact(AMOUNT, gettext_lazy("Owed or applied for here besides")),
    "room_platform_fen": NamedFact(AMOUNT, gettext_lazy("Room left under the legal limit on one platform")),
    "room_total_fen": NamedFact(AMOUNT, gettext_lazy("Room left under the legal limit on all platforms")),
    "open_loans": NamedFact(NUMBER, gettext_lazy("Loans being repaid here")),
    "overdue_days": NamedFact(NUMBER, gettext_lazy("Days overdue here, the oldest")),
    "written_off_loans": NamedFact(NUMBER, gettext_lazy("Loans written off here")),
    # the dealer behind goods
    "dealer_status": NamedFact(
        CODE,
        gettext_lazy("State of the dealer"),
        (NONE, ("active", gettext_lazy("Active dealer")), ("other", gettext_lazy("Suspended or ended"))),
    ),
    "dealer_band": NamedFact(
        CODE,
        gettext_lazy("Scorecard of the dealer"),
        (
            NONE,
            ("unknown", gettext_lazy("Too few orders")),
            ("ok", pgettext_lazy("band of a scorecard", "In order")),
            ("watch", pgettext_lazy("band of a scorecard", "To watch")),
            ("poor", pgettext_lazy("band of a scorecard", "Poor")),
        ),
    ),
    # links to other applicants
    "linked_people": NamedFact(NUMBER, gettext_lazy("Other applicants linked in any way")),
    "linked_by_device": NamedFact(NUMBER, gettext_lazy("Other applicants with the same device")),
    "linked_by_contact": NamedFact(NUMBER, gettext_lazy("Other applicants with the same contact or number")),
    "linked_by_card": NamedFact(NUMBER, gettext_lazy("Other applicants with the same bank card")),
    "linked_by_address": NamedFact(NUMBER, gettext_lazy("Other applicants with the same address")),
    "linked_overdue": NamedFact(NUMBER, gettext_lazy("Linked applicants who are overdue or written off")),
    "linked_refused": NamedFact(NUMBER, gettext_lazy("Linked applicants refused lately")),
    "is_own_contact": NamedFact(FLAG, gettext_lazy("The emergency contact has the applicant's own number")),
    # outside sources
    "is_credit_consent_given": NamedFact(FLAG, gettext_lazy("Agreed to the credit query")),
    "is_disclosure_consent_given": NamedFact(FLAG, gettext_lazy("Agreed to the disclosure to lenders")),
    "bureau_state": NamedFact(CODE, gettext_lazy("Answer of the credit bureau"), SOURCE_STATES),
    "bureau_score": NamedFact(NUMBER, gettext_lazy("Score of the credit bureau")),
    "bureau_overdue_loans": NamedFact(NUMBER, gettext_lazy("Overdue loans elsewhere")),
    "bureau_overdues_24_months": NamedFact(NUMBER, gettext_lazy("Times overdue elsewhere in 24 months")),
    "bureau_queries_3_months": NamedFact(NUMBER, gettext_lazy("Queries by lenders in 3 months")),
    "bureau_open_loans": NamedFact(NUMBER, gettext_lazy("Open loans elsewhere")),
    "bureau_balance_fen": NamedFact(AMOUNT, gettext_lazy("Owed elsewhere by the credit bureau")),
    "blacklist_state": NamedFact(CODE, gettext_lazy("Answer of the blacklist"), SOURCE_STATES),
    "is_blacklisted": NamedFact(FLAG, gettext_lazy("Stands on the blacklist")),
}
KINDS = {code: fact.kind for code, fact in CATALOGUE.items()}

OPERATOR_WORDS: dict[str, Promise] = {
    "above": gettext_lazy("above"),
    "at_least": gettext_lazy("at least"),
    "below": gettext_lazy("below"),
    "at_most": gettext_lazy("at most"),
    "is_one_of": gettext_lazy("is one of"),
    "is_none_of": gettext_lazy("is none of"),
    "is_true": pgettext_lazy("comparison of a rule", "yes"),
    "is_false": pgettext_lazy("comparison of a rule", "no"),
}
GROUP_WORDS: dict[str, Promise] = {
    "fraud": pgettext_lazy("group of rules", "Fraud"),
    "identity": pgettext_lazy("group of rules", "Identity"),
    "policy": pgettext_lazy("group of rules", "Policy"),
    "exposure": pgettext_lazy("group of rules", "Exposure"),
    "regulation": pgettext_lazy("group of rules", "Regulation"),
}
RESULT_WORDS: dict[str, Promise] = {
    "pass": pgettext_lazy("screening", "Passed"),
    "refer": pgettext_lazy("screening", "Referred"),
    "refuse": pgettext_lazy("screening", "Refused"),
    "off": pgettext_lazy("screening", "Not in use"),
}
# What a rule does whenever it hits, as against what became of one application.
EFFECT_WORDS: dict[str, Promise] = {
    "pass": pgettext_lazy("what a hit does", "Passes"),
    "refer": pgettext_lazy("what a hit does", "Refers"),
    "refuse": pgettext_lazy("what a hit does", "Refuses"),
}
RESULT_TONES = {"pass": "good", "refer": "attention", "refuse": "danger", "off": "quiet"}
RESULT_ICONS = {"pass": "circle-check", "refer": "eye", "refuse": "circle-x", "off": "circle-slash"}


def fact_label(code: str) -> str:
    """Return what a fact is called; a fact the catalogue has lost is called by its code."""
    known = CATALOGUE.get(code)
    return str(known.label) if known is not None else code


def shown_value(code: str, value: object) -> str:
    """Return a fact's value as people read it."""
    known = CATALOGUE.get(code)
    if value is None:
        return _("not known")
    if known is None:
        return str(value)
    if known.kind == FLAG:
        return _("yes") if value else _("no")
    if known.kind == CODE:
        return str(dict(known.choices).get(str(value), value))
    if not isinstance(value, int):
        return str(value)
    return {AMOUNT: yuan, SHARE: percent, NUMBER: number}[known.kind](value)
