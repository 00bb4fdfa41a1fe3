from risk.models.credit_case import CreditCase
from risk.models.rule_set import RuleSet, RuleSwitch, RuleTest
from risk.models.screening_run import LinkMark, ScreeningRun, SourceQuery

__all__ = [
    "CreditCase",
    "LinkMark",
    "RuleSet",
    "RuleSwitch",
    "RuleTest",
    "ScreeningRun",
    "SourceQuery",
]
