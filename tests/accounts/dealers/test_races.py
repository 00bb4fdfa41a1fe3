"""Pressed at once, on PostgreSQL: one company, one open dealer; one link, one clerk."""

import datetime as dt
import re

import pytest
from django.core import mail

from accounts import clock, locking
from accounts.models import Dealer, DealerMember, Organisation
from accounts.services.invite_clerk import invite_clerk
from accounts.services.join_dealer import join_dealer
from accounts.services.save_company import save_company
from tests import dealers
from tests.races import MeetingPoint, errors_of, only_postgresql, race, without_constraint

pytestmark = [
    pytest.mark.postgres,
    only_postgresql,
    pytest.mark.django_db(transaction=True),
]
USCC = "91110000600037341L"


@pytest.fixture(autouse=True)
def no_watchers(house_lock_order: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watcher of the lock order knows one thread; these tests have many."""
    monkeypatch.setattr(locking, "watchers", [])


def name_it(dealer: Dealer) -> str:
    saved = save_company(
        dealer=dealer,
        actor=dealers.owner(dealer),
        uscc=USCC,
        legal_name=f"企业{dealer.number}",
        registered_address=dealers.ADDRESS,
        established_on=dt.date(2019, 5, 6),
    )
    return saved.legal_name


def test_two_sign_ups_with_one_company_have_one_winner() -> None:
    for _attempt in range(5):
        Dealer.objects.filter(organisation__isnull=False).update(organisation=None)
        Organisation.objects.all().delete()
        rivals = [dealers.begun(f"n{running}.{_attempt}@dealer.cn") for running in range(4)]
        outcomes = race([lambda dealer=dealer: name_it(dealer) for dealer in rivals])
        won = [outcome.result for outcome in outcomes if outcome.is_ok]
        assert [outcome.error.code for outcome in outcomes if not outcome.is_ok] == ["uscc_taken"] * 3
        assert len(won) == 1
        assert Organisation.objects.get().legal_name == won[0]
        assert Dealer.objects.get(organisation__uscc=USCC).name == won[0]


def test_a_company_that_was_here_before_has_one_winner_too() -> None:
    over = dealers.named("over@dealer.cn", uscc=USCC)
    Dealer.objects.filter(pk=over.pk).update(status="ended", reason="合作到期", ended_at=clock.now())
    rivals = [dealers.begun(f"n{running}@dealer.cn") for running in range(4)]
    outcomes = race([lambda dealer=dealer: name_it(dealer) for dealer in rivals])
    assert sum(outcome.is_ok for outcome in outcomes) == 1
    assert Dealer.objects.filter(organisation__uscc=USCC, status="applied").count() == 1


def test_control_without_guards_one_company_has_two_dealers() -> None:
    """No unique index, and both have looked before either writes: both have the company, every time."""
    company = dealers.named("over@dealer.cn", uscc=USCC).organisation
    Dealer.objects.update(organisation=None)
    rivals = [dealers.begun(f"n{running}@dealer.cn") for running in range(2)]
    between = MeetingPoint(2)

    def claim_unguarded(dealer: Dealer) -> int:
        assert not Dealer.objects.filter(organisation=company, status__in=Dealer.OPEN).exists()
        between.meet()
        return Dealer.objects.filter(pk=dealer.pk).update(organisation=company)

    def mend() -> None:
        Dealer.objects.update(organisation=None)

    with without_constraint(Dealer, "dealer_one_open_of_a_company", mend):
        outcomes = race([lambda dealer=dealer: claim_unguarded(dealer) for dealer in rivals])
        assert between.all_met
        assert errors_of(outcomes) == []
        assert Dealer.objects.filter(organisation=company).count() == 2


def test_one_link_makes_one_clerk() -> None:
    dealer = dealers.named()
    invite_clerk(dealer=dealer, actor=dealers.owner(dealer), address="clerk@dealer.cn")
    token = re.search(r"/dealer/invitations/([\w-]+)/", mail.outbox[-1].body)[1]
    user = dealers.make_login("clerk@dealer.cn")
    outcomes = race([lambda: join_dealer(token=token, user=user)] * 5)
    assert sum(outcome.is_ok for outcome in outcomes) == 1
    assert DealerMember.objects.filter(role="clerk").count() == 1
