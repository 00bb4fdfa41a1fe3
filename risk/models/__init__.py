from risk.models.authority import AuthorityMatrix, CaseSignature
from risk.models.committee import (
    AgendaItem,
    CommitteeConstitution,
    CommitteeMeeting,
    CommitteePack,
    CommitteeSeat,
)
from risk.models.committee_vote import (
    CastingVote,
    CommitteeMinutes,
    CommitteeVote,
    InterestDeclaration,
    OpenedVote,
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
    "AgendaItem",
    "AuthorityMatrix",
    "CaseSignature",
    "CastingVote",
    "CommitteeConstitution",
    "CommitteeMeeting",
    "CommitteeMinutes",
    "CommitteePack",
    "CommitteeSeat",
    "CommitteeVote",
    "CreditCase",
    "Inspection",
    "InspectionFinding",
    "InspectionItem",
    "InspectionSample",
    "InterestDeclaration",
    "OpenedVote",
    "OperationalEvent",
    "QuizAttempt",
    "TrainingAttendance",
    "TrainingCertificate",
    "TrainingCourse",
    "TrainingMeeting",
]
