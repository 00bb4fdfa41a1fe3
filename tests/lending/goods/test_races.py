"""Rivals at one delivery and one down payment, on PostgreSQL: one winner, each fen once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import locking
from accounts.invariants import check_all
from finance.queries.wallets import wallet_balance
from lending.models import GoodsItem, Loan
from lending.services.accept_delivery import accept_delivery
from lending.services.cancel_order import cancel_order
from lending.services.pay_down_payment import pay_down_payment
from tests import dealers
from tests.factories import make_customer
from tests.lending.goods import factories as goods
from tests.money import fund
from tests.pictures import draw_card, saved
from tests.races import only_postgresql, race

pytestmark = [pytest.mark.postgres, only_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_watchers(house_lock_order: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watcher of the lock order knows one thread; these tests have many."""
    monkeypatch.setattr(locking, "watchers", [])


def assert_sound() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def test_two_acceptances_of_one_piece_have_one_winner() -> None:
    dealer, customer = dealers.active(), make_customer("customer@example.cn", name="李买")
    order = goods.shipped(dealer, customer)
    code, owner, picture = goods.code_for(order, "delivery", 1), dealers.owner(dealer), saved(draw_card())

    def accept() -> str:
        photo = SimpleUploadedFile("goods.jpg", picture, "image/jpeg")
        taken = accept_delivery(order=order, actor=owner, piece=1, serial="TB-0001", code=code, photo=photo)
        return taken.status

    outcomes = race([accept] * 4)
    assert [one.result for one in outcomes if one.is_ok] == ["delivered"]
    assert {one.error.code for one in outcomes if not one.is_ok} <= {"code_wrong", "stale_state"}  # type: ignore[union-attr]
    assert (Loan.objects.count(), wallet_balance(owner).available_fen) == (1, 11_200_00)
    assert_sound()


def test_delivered_or_cancelled_and_never_both() -> None:
    dealer, customer = dealers.active(), make_customer("customer@example.cn", name="李买")
    order = goods.shipped(dealer, customer)
    code, owner, picture = goods.code_for(order, "delivery", 1), dealers.owner(dealer), saved(draw_card())

    def accept() -> str:
        photo = SimpleUploadedFile("goods.jpg", picture, "image/jpeg")
        taken = accept_delivery(order=order, actor=owner, piece=1, serial="TB-0001", code=code, photo=photo)
        return taken.status

    outcomes = race([accept, lambda: cancel_order(order=order, actor=customer).status])
    assert sum(one.is_ok for one in outcomes) == 1
    status = goods.fresh(order).status
    assert status in ("delivered", "cancelled")
    assert Loan.objects.count() == (1 if status == "delivered" else 0)
    assert GoodsItem.objects.filter(accepted_at__isnull=False).count() == Loan.objects.count()
    assert_sound()


def test_a_down_payment_pressed_at_once_is_paid_once() -> None:
    dealer, customer = dealers.active(), make_customer("customer@example.cn", name="李买")
    order = goods.listed(dealer, customer)
    fund(customer, 5_000_00)
    outcomes = race([lambda: pay_down_payment(order=order, customer=customer)] * 4)
    assert all(one.is_ok for one in outcomes)
    assert wallet_balance(customer).available_fen == 3_000_00
    assert_sound()
