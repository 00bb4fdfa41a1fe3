"""What screening tells the authority matrix: who is tied to a borrower, and how grave what it referred is."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.models import User
from accounts.rules import rule_value
from risk.authority.relations import Relation
from risk.domain.screening import Gravity, severity_of
from risk.models import CreditCase
from risk.screening.links import links_of
from risk.screening.queries import screening_of

RULE_OF_TIES = "authority.ties"
RULE_OF_SEVERITY = "authority.severity"
TIE_NAMES: dict[str, Promise] = {
    "same_device": _("Same device"),
    "same_card": _("Same bank card"),
    "same_phone": _("Same mobile number"),
    "same_contact": _("Same emergency contact"),
    "same_address": _("Same home address"),
}


def linked_people(borrower: User) -> list[Relation]:
    """Return the applicants who share a mark with the borrower, each once, by the strongest tie of the rule."""
    by_kind = links_of(borrower).by_kind
    found: dict[int, Relation] = {}
    for kind in rule_value(RULE_OF_TIES, on=clock.today())["links"]:
        for user_id in by_kind.get(kind, {}):
            found.setdefault(user_id, Relation(user_id, f"same_{kind}"))
    return [found[user_id] for user_id in sorted(found)]


def severity_of_screening(case: CreditCase) -> str:
    """Return how grave what the screening of the newest submission referred is; `none` where nothing was screened."""
    run = screening_of(case.application)
    if run is None:
        return "none"
    rule = rule_value(RULE_OF_SEVERITY, on=clock.today())
    gravity = Gravity(frozenset(rule["major_groups"]), rule["tamed_refusal"], rule["unknown"])
    outcomes = {one["code"]: one["outcome"] for one in run.rule_set.rules}
    return severity_of(run.results, outcomes, gravity)
