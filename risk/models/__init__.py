from risk.models.class_downgrade import ClassDowngrade
from risk.models.credit_case import CreditCase
from risk.models.portfolio import FiveClass, LoanSnapshot, SnapshotDay, SnapshotLoan

__all__ = ["ClassDowngrade", "CreditCase", "FiveClass", "LoanSnapshot", "SnapshotDay", "SnapshotLoan"]
