"""The checklist of a case: the version of the day, frozen with the case, and what is still unanswered."""

from dataclasses import dataclass
from typing import Any

from accounts.language import in_language
from accounts.rules import MissingRule, rule
from lending.models import Application
from risk.models import CaseCheck, CreditCase


@dataclass(frozen=True)
class CheckItem:
    code: str
    words: str
    check: CaseCheck | None


def freeze_checklist(application: Application) -> dict[str, Any] | None:
    """Return the list for the application's line with the rule's version; None where no rule holds."""
    try:
        found = rule("case.checklist")
    except MissingRule:
        return None
    return {"since": found.valid_from_on.isoformat(), "items": found.value[application.product.line]}


def checklist(case: CreditCase) -> list[CheckItem]:
    """Return the items that were frozen, each with its answer."""
    answers = {check.code: check for check in case.checks.select_related("made_by")}
    items = (case.facts.get("checklist") or {}).get("items", [])
    return [
        CheckItem(item["code"], in_language(item["en"], item["zh"]), answers.get(item["code"]))
        for item in items
    ]


def open_checks(case: CreditCase) -> list[CheckItem]:
    """Return what is not answered yet."""
    return [item for item in checklist(case) if item.check is None]
