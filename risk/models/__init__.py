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
    "InterestDeclaration",
    "OpenedVote",
]
