"""From the decision on an order tells what was offered and signed, and codes at the delivery are counted apart."""

import pytest

from accounts.errors import Refused
from accounts.models import CodeRequest, Dealer, User
from accounts.web.formats import yuan
from lending.goods import story
from lending.models import GoodsCode, GoodsOrder
from lending.queries.quotes import quote_loan
from lending.services.send_order_code import send_order_code
from tests import dealers
from tests.arrivals import arrive
from tests.lending.goods import factories as goods

pytestmark = pytest.mark.django_db


def quoted(order: GoodsOrder, rate_ppm: int) -> str:
    quote = quote_loan(
        order.product_version,
        amount_fen=order.financed_fen,
        rate_ppm=rate_ppm,
        periods=order.periods,
        method=order.method,
        on=order.made_on,
    )
    return yuan(quote.borrowers_side.total_fen)


def test_costs_are_the_dearest_before_the_decision_and_exact_after_it(dealer: Dealer, customer: User) -> None:
    waiting = goods.applied(dealer, customer)
    dearest = quoted(waiting, max(waiting.product_version.rates_ppm.values()))
    assert (story.is_quoted_exactly(waiting), story.cost_facts(waiting)[-1].value) == (False, dearest)
    signed = goods.listed(dealer, customer_again())
    decision = signed.application.decision if signed.application is not None else None
    assert decision is not None
    exact = quoted(signed, decision.rate_ppm or 0)
    assert (story.is_quoted_exactly(signed), story.cost_facts(signed)[-1].value) == (True, exact)
    assert exact != dearest


def customer_again() -> User:
    return goods.factories.make_investor("again@example.cn")


@pytest.mark.patient
def test_codes_for_the_delivery_are_counted_apart(dealer: Dealer, customer: User) -> None:
    order = goods.shipped(dealer, customer)
    assert CodeRequest.objects.exists()
    assert CodeRequest.objects.exists()
    send_order_code(order=order, purpose=GoodsCode.Purpose.DELIVERY, actor=customer, piece=1)
    with pytest.raises(Refused, match="too_many_codes"):
        send_order_code(order=order, purpose=GoodsCode.Purpose.DELIVERY, actor=customer, piece=1)
    assert GoodsCode.objects.filter(order=order, purpose=GoodsCode.Purpose.DELIVERY).count() == 1


def test_the_free_balance_is_the_owners_alone(dealer: Dealer) -> None:
    clerk = dealers.add_clerk(dealer).user
    assert arrive(dealers.owner(dealer)).get("/dealer/settlements/").context["balance"] is not None
    assert arrive(clerk).get("/dealer/settlements/").context["balance"] is None
