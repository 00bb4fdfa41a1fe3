from risk.models.aml import AmlAlert, AmlEvidence, AmlLine, AmlNote, AmlReport
from risk.models.authority import AuthorityMatrix, CaseSignature
from risk.models.bureau import AdverseNotice, BureauDispute, BureauFile, BureauRecord
from risk.models.case_work import (
    Appeal,
    CaseCheck,
    CaseOverride,
    CaseQuery,
    CaseReturn,
    FieldVisit,
)
from risk.models.class_downgrade import ClassDowngrade
from risk.models.collection import CollectionCase, CollectionContact, PaymentPromise
from risk.models.collection_papers import (
    AgreedHours,
    CollectionPaper,
    CollectionSettlement,
    ContactComplaint,
    SettlementPart,
)
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
from risk.models.limit_proposal import LimitProposal
from risk.models.list_work import ListAppeal, ListExport, ListImport
from risk.models.operational_event import OperationalEvent
from risk.models.portfolio import FiveClass, LoanSnapshot, SnapshotDay, SnapshotLoan
from risk.models.report import (
    ReportFigures,
    ReportMeasure,
    ReportRating,
    ReportText,
    ReportVersion,
    RiskReport,
    SignedReport,
)
from risk.models.risk_watch import FileNote, RiskWatch, WatchReview
from risk.models.rule_set import RuleSet, RuleSwitch, RuleTest
from risk.models.scorecard import Score, Scorecard, ScorecardPolicy
from risk.models.screening_run import LinkMark, ScreeningRun, SourceQuery
from risk.models.training import (
    QuizAttempt,
    TrainingAttendance,
    TrainingCertificate,
    TrainingCourse,
    TrainingMeeting,
)
from risk.models.use_evidence import UseEvidence, UsePaper
from risk.models.warning import (
    BehaviourFact,
    NoticeStep,
    SignalHit,
    SignalRule,
    WarningNotice,
    WarningSignal,
)

__all__ = [
    "AdverseNotice",
    "AgendaItem",
    "AgreedHours",
    "AmlAlert",
    "AmlEvidence",
    "AmlLine",
    "AmlNote",
    "AmlReport",
    "Appeal",
    "AuthorityMatrix",
    "BehaviourFact",
    "BureauDispute",
    "BureauFile",
    "BureauRecord",
    "CaseCheck",
    "CaseOverride",
    "CaseQuery",
    "CaseReturn",
    "CaseSignature",
    "CastingVote",
    "ClassDowngrade",
    "CollectionCase",
    "CollectionContact",
    "CollectionPaper",
    "CollectionSettlement",
    "CommitteeConstitution",
    "CommitteeMeeting",
    "CommitteeMinutes",
    "CommitteePack",
    "CommitteeSeat",
    "CommitteeVote",
    "ContactComplaint",
    "CreditCase",
    "FieldVisit",
    "FileNote",
    "FiveClass",
    "Inspection",
    "InspectionFinding",
    "InspectionItem",
    "InspectionSample",
    "InterestDeclaration",
    "LimitProposal",
    "LinkMark",
    "ListAppeal",
    "ListExport",
    "ListImport",
    "LoanSnapshot",
    "NoticeStep",
    "OpenedVote",
    "OperationalEvent",
    "PaymentPromise",
    "QuizAttempt",
    "ReportFigures",
    "ReportMeasure",
    "ReportRating",
    "ReportText",
    "ReportVersion",
    "RiskReport",
    "RiskWatch",
    "RuleSet",
    "RuleSwitch",
    "RuleTest",
    "Score",
    "Scorecard",
    "ScorecardPolicy",
    "ScreeningRun",
    "SettlementPart",
    "SignalHit",
    "SignalRule",
    "SignedReport",
    "SnapshotDay",
    "SnapshotLoan",
    "SourceQuery",
    "TrainingAttendance",
    "TrainingCertificate",
    "TrainingCourse",
    "TrainingMeeting",
    "UseEvidence",
    "UsePaper",
    "WarningNotice",
    "WarningSignal",
    "WatchReview",
]
