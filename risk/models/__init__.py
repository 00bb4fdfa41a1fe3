from risk.models.credit_case import CreditCase
from risk.models.inspection import Inspection, InspectionFinding, InspectionItem, InspectionSample
from risk.models.operational_event import OperationalEvent
from risk.models.scorecard import Score, Scorecard, ScorecardPolicy
from risk.models.training import (
    QuizAttempt,
    TrainingAttendance,
    TrainingCertificate,
    TrainingCourse,
    TrainingMeeting,
)

__all__ = [
    "CreditCase",
    "Inspection",
    "InspectionFinding",
    "InspectionItem",
    "InspectionSample",
    "OperationalEvent",
    "QuizAttempt",
    "Score",
    "Scorecard",
    "ScorecardPolicy",
    "TrainingAttendance",
    "TrainingCertificate",
    "TrainingCourse",
    "TrainingMeeting",
]
