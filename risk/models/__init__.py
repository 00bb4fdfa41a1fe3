from risk.models.authority import AuthorityMatrix, CaseSignature
from risk.models.credit_case import CreditCase

__all__ = ["AuthorityMatrix", "CaseSignature", "CreditCase"]
