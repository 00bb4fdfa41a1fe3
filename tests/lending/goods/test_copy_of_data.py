"""Goods, rules and marks stand in the copy of one's data, as they are, and nothing of anybody else's."""

import io
import json
import zipfile

from accounts.crypto import decrypt
from accounts.models import Dealer, ExportFile, User
from accounts.personal_data import erasers
from accounts.services.ask_privacy import ask_privacy
from accounts.services.build_exports import build_exports
from lending.models import GoodsOrder, LoanHold
from lending.services.hold_loan import hold_loan
from lending.services.serve_auto_invest import serve_open_listings
from tests.factories import make_staff
from tests.lending.factories import make_active_loan, make_auto_rule, make_investor, make_listing
from tests.lending.goods.factories import confirmed


def copy_of(user: User, language: str = "") -> dict:
    asked = ask_privacy(user=user, kind="export", language=language)
    assert build_exports() == 1
    sealed = ExportFile.objects.get(request=asked).sealed
    with zipfile.ZipFile(io.BytesIO(decrypt(sealed, context=ExportFile.CONTEXT))) as file:
        parts: dict = json.loads(file.read("data.json"))["parts"]
    return parts


def test_an_order_is_in_its_customers_copy_alone(dealer: Dealer, borrower: User, stranger: User) -> None:
    order = confirmed(dealer, borrower)
    (mine,) = copy_of(borrower, "zh-hans")["goods_orders"]
    assert (mine["number"], mine["status"], mine["price_fen"]) == (order.number, "confirmed", order.price_fen)
    assert mine["dealer"] == dealer.name
    assert copy_of(stranger, "en")["goods_orders"] == []
    GoodsOrder.objects.update(return_reason="it squeaks")
    next(one for one in erasers() if one.code == "goods_orders").erase(borrower)
    assert GoodsOrder.objects.get().return_reason == ""


def test_rules_with_what_they_did_and_marks_on_loans_are_there(borrower: User) -> None:
    investor = make_investor("auto.copy@example.cn")
    loan = make_active_loan(borrower)
    hold_loan(
        loan=loan,
        kind=LoanHold.Kind.values[0],
        reason="a dispute about the amount",
        placed_by=make_staff("officer@example.cn", "risk_manager"),
    )
    rule = make_auto_rule(investor, per_loan_fen=700_00)
    listing = make_listing(make_investor("second.borrower@example.cn"))
    serve_open_listings()
    parts = copy_of(investor, "en")
    (written,) = parts["auto_rules"]
    assert (written["number"], written["per_loan_fen"]) == (rule.number, 700_00)
    (decided,) = parts["auto_decisions"]
    assert (decided["listing"], decided["outcome"]) == (listing.number, "bid")
    assert decided["bid"] == parts["bids"][0]["number"]
    (mark,) = copy_of(borrower, "zh-hans")["loan_holds"]
    assert (mark["loan"], mark["reason"]) == (loan.number, "a dispute about the amount")
