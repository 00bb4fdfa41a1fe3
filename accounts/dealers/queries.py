"""What the pages and the floors above read about dealers."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts import clock
from accounts.approvals import subject_of
from accounts.crypto import blind_index
from accounts.dealers.policy import Limits
from accounts.models import (
    Approval,
    Dealer,
    DealerCheck,
    DealerContract,
    DealerInvitation,
    DealerMember,
    DealerOpinion,
    DealerStore,
    DealerTerms,
    Document,
    Event,
    User,
)

NEWEST_EVENTS = 30


def membership_of(user: User) -> DealerMember | None:
    """Return for which dealer a login works now, with the company."""
    return (
        DealerMember.objects.select_related("user", "dealer__organisation__legal_person", "dealer__manager")
        .filter(user=user, left_at__isnull=True)
        .first()
    )


def owner_of(dealer: Dealer) -> User | None:
    """Return the login that owns the dealer."""
    member = (
        DealerMember.objects.select_related("user")
        .filter(dealer=dealer, role=DealerMember.Role.OWNER, left_at__isnull=True)
        .first()
    )
    return member.user if member is not None else None


def members_of(dealer: Dealer) -> list[DealerMember]:
    """Return who works for the dealer now, the owner first."""
    rows = DealerMember.objects.select_related("user").filter(dealer=dealer, left_at__isnull=True)
    return list(rows.order_by("-role", "pk"))


def open_invitations(dealer: Dealer) -> list[DealerInvitation]:
    """Return the invitations that nobody has used, withdrawn ones left out."""
    rows = DealerInvitation.objects.filter(
        dealer=dealer, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=clock.now()
    )
    return list(rows.order_by("-pk"))


def token_hash(token: str) -> str:
    """Return the keyed hash under which an invitation's link is kept."""
    return blind_index("dealer-invitation", token)


def invitation_by_token(token: str) -> DealerInvitation | None:
    """Return the invitation of a link, used or not."""
    return (
        DealerInvitation.objects.select_related("dealer__organisation")
        .filter(token_hash=token_hash(token))
        .first()
    )


def stores_of(dealer: Dealer) -> list[DealerStore]:
    """Return the stores, the open ones first."""
    return list(DealerStore.objects.filter(dealer=dealer).order_by("-status", "pk"))


def terms_in_force(dealer: Dealer) -> DealerTerms | None:
    """Return the limits and goods that hold now."""
    return DealerTerms.objects.filter(dealer=dealer, status=DealerTerms.Status.IN_FORCE).first()


def proposed_terms(dealer: Dealer) -> DealerTerms | None:
    """Return the terms that wait for an approval."""
    return DealerTerms.objects.filter(dealer=dealer, status=DealerTerms.Status.PROPOSED).first()


def limits_of(terms: DealerTerms) -> Limits:
    return Limits(terms.single_order_fen, terms.outstanding_fen, terms.daily_orders)


def opinion_of_round(dealer: Dealer) -> DealerOpinion | None:
    """Return risk's newest opinion on the papers as they were last sent in."""
    return (
        DealerOpinion.objects.select_related("given_by")
        .filter(dealer=dealer, round=dealer.round)
        .order_by("-pk")
        .first()
    )


def checks_of_round(dealer: Dealer) -> dict[str, DealerCheck]:
    """Return the ticks of this round by item."""
    rows = DealerCheck.objects.select_related("checked_by").filter(dealer=dealer, round=dealer.round)
    return {row.code: row for row in rows}


def licence_of(dealer: Dealer) -> Document | None:
    """Return the newest picture of the business licence."""
    return (
        Document.objects.filter(
            subject_type=Dealer._meta.model_name,
            subject_id=dealer.pk,
            kind=Document.Kind.LICENCE,
            status=Document.Status.KEPT,
        )
        .order_by("-pk")
        .first()
    )


def may_read_papers(user: User, dealer_id: int) -> bool:
    """Whether a login may look at a dealer's documents: its own people, and staff who see dealers."""
    if user.has_right("accounts.see_dealers"):
        return True
    return DealerMember.objects.filter(dealer=dealer_id, user=user, left_at__isnull=True).exists()


def last_contract(dealer: Dealer) -> DealerContract | None:
    """Return the contract that was signed last."""
    return DealerContract.objects.select_related("signed_by").filter(dealer=dealer).order_by("-pk").first()


def dealers(status: str = "") -> "QuerySet[Dealer]":
    """Return the dealers of a state (empty: those being vetted)."""
    return Dealer.objects.select_related("organisation", "manager").filter(
        status=status or Dealer.Status.VETTING
    )


def dealers_to_vet() -> "QuerySet[Dealer]":
    """Return the dealers whose papers wait to be vetted."""
    return Dealer.objects.filter(status=Dealer.Status.VETTING)


def pending_requests(dealer: Dealer) -> list[Approval]:
    """Return the requests about a dealer that wait for another person, or for being carried out."""
    subject_type, subject_id = subject_of(dealer)
    rows = Approval.objects.select_related("maker").filter(
        subject_type=subject_type, subject_id=subject_id, status__in=Approval.PENDING
    )
    return list(rows.order_by("pk"))


@dataclass(frozen=True)
class DealerFile:
    """Everything the case page of the office shows."""

    dealer: Dealer
    members: list[DealerMember]
    stores: list[DealerStore]
    checks: dict[str, DealerCheck]
    opinions: list[DealerOpinion]
    terms: list[DealerTerms]
    contract: DealerContract | None
    licence: Document | None
    events: list[Event]

    @property
    def opinion(self) -> DealerOpinion | None:
        """Risk's newest opinion on the papers as they were last sent in."""
        return next((one for one in self.opinions if one.round == self.dealer.round), None)

    @property
    def in_force(self) -> DealerTerms | None:
        return next((one for one in self.terms if one.status == DealerTerms.Status.IN_FORCE), None)

    @property
    def proposal(self) -> DealerTerms | None:
        return next((one for one in self.terms if one.status == DealerTerms.Status.PROPOSED), None)


def dealer_file(dealer: Dealer) -> DealerFile:
    """Collect a dealer's file in a constant number of queries."""
    return DealerFile(
        dealer=dealer,
        members=members_of(dealer),
        stores=stores_of(dealer),
        checks=checks_of_round(dealer),
        opinions=list(
            DealerOpinion.objects.select_related("given_by").filter(dealer=dealer).order_by("-pk")[:10]
        ),
        terms=list(
            DealerTerms.objects.select_related("proposed_by").filter(dealer=dealer).order_by("-pk")[:10]
        ),
        contract=last_contract(dealer),
        licence=licence_of(dealer),
        events=list(
            Event.objects.select_related("actor")
            .filter(subject_type="dealer", subject_id=dealer.pk)
            .order_by("-pk")[:NEWEST_EVENTS]
        ),
    )
