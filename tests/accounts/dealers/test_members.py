"""Clerks come by a link for one use, for one address, for some days; and go at once."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from accounts import clock
from accounts.errors import Refused
from accounts.models import Dealer, DealerInvitation, DealerMember, SandboxMessage, User
from accounts.services.invite_clerk import invite_clerk
from accounts.services.join_dealer import join_dealer
from accounts.services.remove_clerk import remove_clerk
from accounts.services.withdraw_invitation import withdraw_invitation
from tests import dealers
from tests.arrivals import arrive
from tests.factories import make_customer

pytestmark = pytest.mark.django_db
CLERK = "clerk@dealer.cn"


@pytest.fixture
def dealer() -> Dealer:
    return dealers.named()


def invite(dealer: Dealer, address: str = CLERK) -> str:
    """Invite and return the token, read from what was sent."""
    invite_clerk(dealer=dealer, actor=dealers.owner(dealer), address=address)
    sent = mail.outbox[-1].body if "@" in address else SandboxMessage.objects.latest("pk").body
    return re.search(r"/dealer/invitations/([\w-]+)/", sent)[1]


def refused(token: str, user: User) -> str:
    with pytest.raises(Refused) as refusal:
        join_dealer(token=token, user=user)
    assert not DealerMember.objects.filter(user=user).exists()
    return refusal.value.code


def test_the_link_makes_a_clerk_of_whoever_holds_the_address(dealer: Dealer) -> None:
    token = invite(dealer, " Clerk@Dealer.CN ")
    user = dealers.make_login(CLERK)
    member = join_dealer(token=token, user=user)
    user.refresh_from_db()
    assert (member.dealer, member.role, user.kind) == (dealer, "clerk", "dealer")
    assert DealerInvitation.objects.get().accepted_by == user
    assert refused(token, dealers.make_login("late@dealer.cn")) == "invitation_over"


def test_only_the_hash_of_the_link_is_kept(dealer: Dealer) -> None:
    token = invite(dealer)
    row = DealerInvitation.objects.get()
    assert token not in str(vars(row))
    assert row.expires_at - row.invited_at == dt.timedelta(days=7)
    assert settings.SITE_URL in mail.outbox[-1].body


def test_by_sms_to_a_proved_number(dealer: Dealer) -> None:
    token = invite(dealer, "+86 138 1234 5678")
    user = User.objects.create_user(phone="13812345678")
    assert refused(token, user) == "invitation_of_another"
    user.phone_verified_at = clock.now()
    user.save()
    assert join_dealer(token=token, user=user).role == "clerk"


def test_a_forwarded_link_is_of_no_use(dealer: Dealer) -> None:
    token = invite(dealer)
    assert refused(token, dealers.make_login("other@dealer.cn")) == "invitation_of_another"
    unproved = make_customer(CLERK, name="", verified=False)
    assert refused(token, unproved) == "invitation_of_another"
    unproved.refresh_from_db()
    assert unproved.kind == "customer"


def test_old_withdrawn_and_replaced_links_are_over(dealer: Dealer) -> None:
    user = dealers.make_login(CLERK)
    first = invite(dealer)
    second = invite(dealer)
    assert refused(first, user) == "invitation_over"
    withdraw_invitation(invitation=DealerInvitation.objects.latest("pk"), actor=dealers.owner(dealer))
    assert refused(second, user) == "invitation_over"
    third = invite(dealer)
    DealerInvitation.objects.update(expires_at=clock.now())
    assert refused(third, user) == "invitation_over"
    assert refused("nonsense", user) == "invitation_over"


def test_a_dealer_that_may_not_act_takes_nobody(dealer: Dealer) -> None:
    token = invite(dealer)
    Dealer.objects.filter(pk=dealer.pk).update(status="ended", reason="合作到期", ended_at=clock.now())
    assert refused(token, dealers.make_login(CLERK)) == "invitation_over"


def test_a_customer_or_a_colleague_of_another_dealer_does_not_join(dealer: Dealer) -> None:
    clerk = dealers.add_clerk(dealers.named("two@dealer.cn")).user
    token = invite(dealer, clerk.email)
    with pytest.raises(Refused) as refusal:
        join_dealer(token=token, user=clerk)
    assert refusal.value.code == "login_in_use"
    assert DealerMember.objects.filter(dealer=dealer).count() == 1


@pytest.mark.parametrize(
    "address", ["", "nobody", "12345678901", "１３８１２３４５６７８", "a@b", "x@y.cn\nBcc: z@y.cn"]
)
def test_what_is_no_address_is_refused(dealer: Dealer, address: str) -> None:
    with pytest.raises(Refused) as refusal:
        invite_clerk(dealer=dealer, actor=dealers.owner(dealer), address=address)
    assert refusal.value.code == "address_form"
    assert not DealerInvitation.objects.exists()


def test_clerks_invite_and_remove_nobody(dealer: Dealer) -> None:
    clerk, other = dealers.add_clerk(dealer), dealers.add_clerk(dealer, "other@dealer.cn")
    for act in (
        lambda: invite_clerk(dealer=dealer, actor=clerk.user, address="new@dealer.cn"),
        lambda: remove_clerk(member=other, actor=clerk.user),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "owner_only"
    other.refresh_from_db()
    assert other.left_at is None


def test_a_removed_clerk_is_signed_out_at_once(dealer: Dealer, client: Client) -> None:
    clerk = dealers.add_clerk(dealer)
    arrive(clerk.user, client=client)
    assert client.get("/dealer/stores/").status_code == 200
    remove_clerk(member=clerk, actor=dealers.owner(dealer))
    answer = client.get("/dealer/stores/")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]
    with pytest.raises(Refused):
        remove_clerk(member=clerk, actor=dealers.owner(dealer))
    # Whoever signs in again meets nobody's page.
    client.force_login(clerk.user)
    assert client.get("/dealer/stores/").status_code == 302


def test_the_owner_stays(dealer: Dealer) -> None:
    with pytest.raises(Refused) as refusal:
        remove_clerk(member=DealerMember.objects.get(), actor=dealers.owner(dealer))
    assert refusal.value.code == "owner_stays"


def test_twenty_invitations_a_day(dealer: Dealer) -> None:
    for running in range(20):
        invite(dealer, f"n{running}@dealer.cn")
    with pytest.raises(Refused) as refusal:
        invite(dealer, "n20@dealer.cn")
    assert refusal.value.code == "too_many_invitations"
    assert DealerInvitation.objects.count() == 20


def test_a_link_that_went_to_somebody_else_offers_no_button(dealer: Dealer) -> None:
    page = f"/dealer/invitations/{invite(dealer)}/"
    other = arrive(dealers.make_login("other@dealer.cn"))
    shown = other.get(page)
    assert not shown.context["is_theirs"]
    assert "/accounts/logout/" in shown.content.decode()
    own = arrive(dealers.make_login(CLERK)).get(page)
    assert own.context["is_theirs"]
    assert Client().get(page).status_code == 200
