"""What must always hold of dealers is found when it does not."""

import pytest

from accounts.dealers import invariants
from accounts.models import Approval, DealerMember, DealerTerms, User
from tests import dealers

pytestmark = pytest.mark.django_db


def breaches() -> list[str]:
    return [
        *invariants.dealers_at_work_were_admitted(),
        *invariants.raised_limits_were_approved(),
        *invariants.members_of_dealers_are_dealers_logins(),
    ]


def test_an_honest_dealer_breaks_nothing() -> None:
    dealers.active()
    dealers.vetting("two@dealer.cn")
    assert breaches() == []


def test_terms_that_went_away_and_strange_logins_are_found() -> None:
    dealer = dealers.active()
    DealerTerms.objects.all().delete()
    User.objects.filter(pk=dealers.owner(dealer).pk).update(kind="customer")
    member = DealerMember.objects.get()
    assert breaches() == [
        f"{dealer.number} is at work without terms in force",
        f"{member.number} has another kind of login",
    ]


def test_an_approval_nobody_gave_is_found() -> None:
    dealer = dealers.active()
    Approval.objects.update(status="withdrawn")
    terms = DealerTerms.objects.get()
    assert breaches() == [
        f"{dealer.number} is at work without an admission that was approved",
        f"{terms.number} rests on no approval",
    ]
