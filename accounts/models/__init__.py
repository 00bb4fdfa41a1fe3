from accounts.models.approval import Approval
from accounts.models.borrower_profile import BorrowerProfile
from accounts.models.business_date import BusinessDate
from accounts.models.command import Command
from accounts.models.consent import Consent
from accounts.models.dealer import Dealer, DealerInvitation, DealerMember, DealerStore
from accounts.models.dealer_vetting import DealerCheck, DealerContract, DealerOpinion, DealerTerms
from accounts.models.document import Document
from accounts.models.event import Event, EventDelivery
from accounts.models.face_check import FaceCheck
from accounts.models.identity_check import IdentityCheck
from accounts.models.message import Message
from accounts.models.number_ticket import NumberTicket
from accounts.models.onboarding import FormDraft, OnboardingGoal
from accounts.models.organisation import LegalPersonCheck, Organisation
from accounts.models.person import Person
from accounts.models.role import RoleAssignment
from accounts.models.rule import RuleVersion
from accounts.models.sandbox_face import SandboxFace
from accounts.models.sandbox_message import SandboxMessage
from accounts.models.suitability_assessment import SuitabilityAssessment
from accounts.models.user import User
from accounts.models.verification_code import VerificationCode

__all__ = [
    "Approval",
    "BorrowerProfile",
    "BusinessDate",
    "Command",
    "Consent",
    "Dealer",
    "DealerCheck",
    "DealerContract",
    "DealerInvitation",
    "DealerMember",
    "DealerOpinion",
    "DealerStore",
    "DealerTerms",
    "Document",
    "Event",
    "EventDelivery",
    "FaceCheck",
    "FormDraft",
    "IdentityCheck",
    "LegalPersonCheck",
    "Message",
    "NumberTicket",
    "OnboardingGoal",
    "Organisation",
    "Person",
    "RoleAssignment",
    "RuleVersion",
    "SandboxFace",
    "SandboxMessage",
    "SuitabilityAssessment",
    "User",
    "VerificationCode",
]
