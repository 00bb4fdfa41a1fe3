"""Change a rule of a draft, or add one."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from risk.domain.screening import BadRule, read_rules
from risk.models import RuleSet
from risk.screening.catalogue import CATALOGUE, KINDS
from risk.screening.rule_sets import content_hash

WORDS: dict[str, Promise] = {
    "code_twice": gettext_lazy("There is a rule of this code already."),
    "no_code": gettext_lazy(
        "A code has 3 to 40 capital letters, digits and underscores and begins with a letter."
    ),
    "no_words": gettext_lazy("Name the rule in both languages."),
    "nothing_told": gettext_lazy("Who is refused is told why: write it in both languages."),
    "no_comparison": gettext_lazy("A rule compares at least one fact."),
    "bad_fact": gettext_lazy("This fact is not in the catalogue."),
    "bad_operator": gettext_lazy("This fact cannot be compared like that."),
    "bad_value": gettext_lazy("The value does not fit the fact."),
}
FIELD_OF = {
    "code_twice": "code",
    "no_code": "code",
    "no_words": "name_zh",
    "nothing_told": "told_zh",
}


def save_rule(*, rule_set: RuleSet, rule: Mapping[str, Any], saved_by: User) -> RuleSet:
    """Put the rule in the place of that of its code, or behind the others where the draft has none of it.

    Refuses (StaleState) a set that is no draft any more, and (`bad_rule`) whatever is no rule, at its field.
    """
    with transaction.atomic():
        row = lock_one(RuleSet.objects.filter(pk=rule_set.pk))
        if row.status != RuleSet.Status.DRAFT:
            raise StaleState("stale_state", _("This version can no longer be changed."))
        codes = [one["code"] for one in row.rules]
        if rule["code"] in codes:
            rules = [dict(rule) if one["code"] == rule["code"] else one for one in row.rules]
        else:
            rules = [*row.rules, dict(rule)]
        check_rules(rules)
        row.rules, row.content_hash = rules, content_hash(rules)
        row.saved_by, row.saved_at = saved_by, clock.now()
        row.save(update_fields=["rules", "content_hash", "saved_by", "saved_at"])
        record_event("rule_set.saved", subject=row, actor=saved_by, data={"rule": rule["code"]})
        return row


def check_rules(rules: list[dict[str, Any]]) -> None:
    """Refuse (`bad_rule`) rules that cannot be read, or that name a code their fact does not have."""
    try:
        read = read_rules(rules, KINDS)
    except BadRule as fault:
        words = WORDS.get(fault.code, _("This is no rule."))
        raise Refused("bad_rule", f"{fault.at}: {words}", field=FIELD_OF.get(fault.code)) from None
    for rule in read:
        for one in rule.comparisons:
            choices = {str(code) for code, _words in CATALOGUE[one.fact].choices}
            if choices and not set(one.value) <= choices:
                raise Refused("bad_rule", f"{rule.code}: {WORDS['bad_value']}")
