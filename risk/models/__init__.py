from risk.models.class_downgrade import ClassDowngrade
from risk.models.credit_case import CreditCase
from risk.models.inspection import Inspection, InspectionFinding, InspectionItem, InspectionSample
from risk.models.limit_proposal import LimitProposal
from risk.models.operational_event import OperationalEvent
from risk.models.portfolio import FiveClass, LoanSnapshot, SnapshotDay, SnapshotLoan
from risk.models.training import (
    QuizAttempt,
    TrainingAttendance,
    TrainingCertificate,
    TrainingCourse,
    TrainingMeeting,
)

__all__ = [
    "ClassDowngrade",
    "CreditCase",
    "FiveClass",
    "Inspection",
    "InspectionFinding",
    "InspectionItem",
    "InspectionSample",
    "LimitProposal",
    "LoanSnapshot",
    "OperationalEvent",
    "QuizAttempt",
    "SnapshotDay",
    "SnapshotLoan",
    "TrainingAttendance",
    "TrainingCertificate",
    "TrainingCourse",
    "TrainingMeeting",
]
