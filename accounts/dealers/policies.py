"""Getting is checking: a dealer's things for its own members, dealers for the office (else 404)."""

from django.http import Http404

from accounts.dealers.consent import consent_by_token
from accounts.dealers.queries import invitation_by_token
from accounts.models import Dealer, DealerInvitation, DealerMember, DealerStore, LegalPersonConsent, User


def access_dealer(user: User, number: str) -> Dealer:
    """Return a dealer to staff who may see dealers."""
    found = (
        Dealer.objects.select_related("organisation__legal_person", "manager").filter(number=number).first()
        if user.has_right("accounts.see_dealers")
        else None
    )
    if found is None:
        raise Http404
    return found


def access_store(member: DealerMember, number: str) -> DealerStore:
    """Return a store of the member's own dealer."""
    found = DealerStore.objects.filter(dealer=member.dealer, number=number).first()
    if found is None:
        raise Http404
    return found


def access_member(member: DealerMember, number: str) -> DealerMember:
    """Return a colleague who works for the same dealer now."""
    found = (
        DealerMember.objects.select_related("user")
        .filter(dealer=member.dealer, number=number, left_at__isnull=True)
        .first()
    )
    if found is None:
        raise Http404
    return found


def access_invitation(member: DealerMember, number: str) -> DealerInvitation:
    """Return an invitation of the member's own dealer."""
    found = DealerInvitation.objects.filter(dealer=member.dealer, number=number).first()
    if found is None:
        raise Http404
    return found


def access_consent_link(token: str) -> LegalPersonConsent:
    """Return the consent of the link that was sent to a legal representative's own phone."""
    found = consent_by_token(token)
    if found is None:
        raise Http404
    return found


def access_invitation_link(token: str) -> DealerInvitation:
    """Return the invitation of a link, whoever holds it; used and withdrawn ones say so on their page."""
    found = invitation_by_token(token)
    if found is None:
        raise Http404
    return found
