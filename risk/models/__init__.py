from risk.models.authority import AuthorityMatrix, CaseSignature
from risk.models.case_work import (
    Appeal,
    CaseCheck,
    CaseOverride,
    CaseQuery,
    CaseReturn,
    FieldVisit,
)
from risk.models.credit_case import CreditCase

__all__ = [
    "Appeal",
    "AuthorityMatrix",
    "CaseCheck",
    "CaseOverride",
    "CaseQuery",
    "CaseReturn",
    "CaseSignature",
    "CreditCase",
    "FieldVisit",
]
