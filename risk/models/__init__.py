from risk.models.credit_case import CreditCase

__all__ = ["CreditCase"]
