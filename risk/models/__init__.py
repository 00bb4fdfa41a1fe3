from risk.models.collection import CollectionCase, CollectionContact, PaymentPromise
from risk.models.collection_papers import (
    AgreedHours,
    CollectionPaper,
    CollectionSettlement,
    ContactComplaint,
    SettlementPart,
)
from risk.models.credit_case import CreditCase

__all__ = [
    "AgreedHours",
    "CollectionCase",
    "CollectionContact",
    "CollectionPaper",
    "CollectionSettlement",
    "ContactComplaint",
    "CreditCase",
    "PaymentPromise",
    "SettlementPart",
]
