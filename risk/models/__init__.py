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
    "Appeal",
    "AuthorityMatrix",
    "CaseCheck",
    "CaseOverride",
    "CaseQuery",
    "CaseReturn",
    "CaseSignature",
    "CreditCase",
    "FieldVisit",
    "Inspection",
    "InspectionFinding",
    "InspectionItem",
    "InspectionSample",
    "OperationalEvent",
    "QuizAttempt",
    "TrainingAttendance",
    "TrainingCertificate",
    "TrainingCourse",
    "TrainingMeeting",
]
