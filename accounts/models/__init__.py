from accounts.models.approval import Approval
from accounts.models.assisted_entry import AssistedEntry
from accounts.models.borrower_profile import BorrowerProfile
from accounts.models.business_date import BusinessDate
from accounts.models.code_request import CodeRequest
from accounts.models.command import Command
from accounts.models.consent import Consent
from accounts.models.contact_details import ContactDetails
from accounts.models.dealer import Dealer, DealerInvitation, DealerMember, DealerStore
from accounts.models.dealer_vetting import DealerCheck, DealerContract, DealerOpinion, DealerTerms
from accounts.models.document import Document
from accounts.models.event import Event, EventDelivery
from accounts.models.event_seal import EventLogHead, EventSeal, SealedEvent
from accounts.models.face_check import FaceCheck
from accounts.models.field_origin import FieldOrigin
from accounts.models.identity_check import IdentityCheck
from accounts.models.identity_review import IdentityReview
from accounts.models.message import Message, MessageCategory
from accounts.models.message_preference import MessagePreference
from accounts.models.number_ticket import NumberTicket
from accounts.models.onboarding import FormDraft, OnboardingGoal
from accounts.models.organisation import LegalPersonCheck, LegalPersonConsent, Organisation
from accounts.models.person import Person
from accounts.models.person_hold import PersonHold
from accounts.models.privacy_request import ExportFile, PrivacyRequest
from accounts.models.rule import RuleVersion
from accounts.models.sandbox_face import SandboxFace
from accounts.models.sandbox_message import SandboxMessage
from accounts.models.saved_view import SavedView
from accounts.models.signature import Signature, SigningCode
from accounts.models.staff import Appointment, Department, Position, PositionRole
from accounts.models.staff_change import DelegatedRight, Deputyship, StaffChange, StaffInvitation
from accounts.models.suitability_assessment import SuitabilityAssessment
from accounts.models.unmasking import Unmasking
from accounts.models.user import User
from accounts.models.verification_code import VerificationCode
from accounts.models.watch_entry import WatchEntry, WatchHit

__all__ = [
    "Appointment",
    "Approval",
    "AssistedEntry",
    "BorrowerProfile",
    "BusinessDate",
    "CodeRequest",
    "Command",
    "Consent",
    "ContactDetails",
    "Dealer",
    "DealerCheck",
    "DealerContract",
    "DealerInvitation",
    "DealerMember",
    "DealerOpinion",
    "DealerStore",
    "DealerTerms",
    "DelegatedRight",
    "Department",
    "Deputyship",
    "Document",
    "Event",
    "EventDelivery",
    "EventLogHead",
    "EventSeal",
    "ExportFile",
    "FaceCheck",
    "FieldOrigin",
    "FormDraft",
    "IdentityCheck",
    "IdentityReview",
    "LegalPersonCheck",
    "LegalPersonConsent",
    "Message",
    "MessageCategory",
    "MessagePreference",
    "NumberTicket",
    "OnboardingGoal",
    "Organisation",
    "Person",
    "PersonHold",
    "Position",
    "PositionRole",
    "PrivacyRequest",
    "RuleVersion",
    "SandboxFace",
    "SandboxMessage",
    "SavedView",
    "SealedEvent",
    "Signature",
    "SigningCode",
    "StaffChange",
    "StaffInvitation",
    "SuitabilityAssessment",
    "Unmasking",
    "User",
    "VerificationCode",
    "WatchEntry",
    "WatchHit",
]
