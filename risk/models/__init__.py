from risk.models.collection import CollectionCase, CollectionContact, PaymentPromise
from risk.models.collection_papers import (
    AgreedHours,
    CollectionPaper,
    CollectionSettlement,
    ContactComplaint,
    SettlementPart,
)
from risk.models.credit_case import CreditCase
from risk.models.inspection import Inspection, InspectionFinding, InspectionItem, InspectionSample
from risk.models.operational_event import OperationalEvent
from risk.models.training import (
    QuizAttempt,
    TrainingAttendance,
    TrainingCertificate,
    TrainingCourse,
    TrainingMeeting,
)

__all__ = [
    "AgreedHours",
    "CollectionCase",
    "CollectionContact",
    "CollectionPaper",
    "CollectionSettlement",
    "ContactComplaint",
    "CreditCase",
    "Inspection",
    "InspectionFinding",
    "InspectionItem",
    "InspectionSample",
    "OperationalEvent",
    "PaymentPromise",
    "QuizAttempt",
    "SettlementPart",
    "TrainingAttendance",
    "TrainingCertificate",
    "TrainingCourse",
    "TrainingMeeting",
]
