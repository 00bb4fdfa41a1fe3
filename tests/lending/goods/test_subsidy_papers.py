"""What contract, offer and supplement say of interest that a dealer pays, in both languages."""

import datetime as dt
import json

import pytest

from accounts.models import Dealer, User
from accounts.services.deliver_events import deliver_events
from lending import offers
from lending.contracts.content import contract_content
from lending.contracts.drawing import wording_of
from lending.contracts.invariants import loan_papers_complete, loan_papers_hold
from lending.contracts.parts import loan_facts, supplement_facts
from lending.models import Instalment, Loan, LoanPaper
from lending.services.make_extract import make_extract
from tests import dealers
from tests.arrivals import arrive
from tests.closing import set_today
from tests.lending import factories
from tests.lending.goods import factories as goods
from tests.lending.goods.test_pages import words
from tests.lending.test_redrawing import prepay
from tests.money import fund

pytestmark = pytest.mark.django_db
FREE = "home-free"


@pytest.fixture
def seller(db: None) -> Dealer:
    set_today(dt.date(2026, 1, 15))
    return dealers.active()


def clauses(said: dict, language: str) -> dict[str, str]:
    return {one.title: one.text for one in wording_of(said, language).clauses}


def said_by(loan: Loan | None, kind: str) -> dict:
    return json.loads(LoanPaper.objects.get(loan=loan, kind=kind).content)


def test_the_contract_has_a_clause_of_its_own(seller: Dealer, customer: User) -> None:
    lender = factories.make_investor("lender@example.cn")
    order = goods.delivered(seller, customer, {lender: 10_000_00}, product_code=FREE)
    said = said_by(order.loan, "contract")
    assert said["text"]["version"] == "loan-contract-2026-3"
    english = clauses(said, "en")["Interest paid by the dealer"]
    for part in (
        seller.name,
        "¥405.34",
        "own interest is 0 %",
        "on 2026-01-15",
        "held balance",
        "goods go back",
    ):
        assert part.lower() in english.lower(), part
    chinese = clauses(said, "zh-hans")["商家贴息"]
    for part in (seller.name, "¥405.34", "0%", "2026-01-15", "冻结", "提前还款", "退货"):
        assert part in chinese, part
    facts = dict(loan_facts(said))
    assert "¥405.34" in facts.values()
    assert [facts[name] for name in facts if name in ("其中由借款人支付", "借款人承担的年利率")] == [
        "¥10,000.00",
        "0.00%",
    ]
    # The lender's copy holds the same words.
    extract = make_extract(loan_id=order.loan.pk, lender=lender)
    assert extract.text_version == "loan-contract-2026-3"
    assert clauses(json.loads(extract.content), "zh-hans")["商家贴息"] == chinese
    assert (loan_papers_complete(), loan_papers_hold()) == ([], [])


def test_no_other_loan_has_it(seller: Dealer, customer: User) -> None:
    order = goods.delivered(seller, customer)
    said = said_by(order.loan, "contract")
    assert (said["line"], "dealer_interest_fen" in said) == ("goods", False)
    assert "商家贴息" not in clauses(said, "zh-hans")
    assert len(clauses(said, "zh-hans")) == len(clauses(said, "en")) == 13


def test_an_offer_signed_in_the_earlier_text_makes_a_contract_in_it(
    seller: Dealer, customer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "VERSION", "loan-contract-2026-1")
    order = goods.shipped(seller, customer, product_code=FREE)
    monkeypatch.undo()
    order = goods.accept_piece(order)
    deliver_events()
    paper = LoanPaper.objects.get(loan=order.loan, kind="contract")
    said = json.loads(paper.content)
    assert (paper.text_version, said["text"]["version"]) == ("loan-contract-2026-1", "loan-contract-2026-1")
    assert "商家贴息" not in clauses(said, "zh-hans")
    loan = Loan.objects.select_related(
        "application", "listing", "borrower__person", "product_version__product"
    ).get()
    assert contract_content(loan, paper.number) == said


def test_the_offer_says_who_pays_before_it_is_signed(seller: Dealer, customer: User) -> None:
    order = goods.approved(seller, customer, product_code=FREE)
    own = arrive(customer)
    page = f"/borrow/applications/{order.application.number}/"
    shown = words(own.get(page))
    assert f"{seller.name}代您向出借人支付本借款的全部利息¥405.34" in shown
    assert "商家贴息" in shown
    own.cookies["django_language"] = "en"
    shown = words(own.get(page))
    assert f"{seller.name} pays the lenders all interest of this loan, ¥405.34" in shown
    assert "Interest paid by the dealer" in shown


def test_the_supplement_says_what_the_dealer_still_pays(seller: Dealer, customer: User) -> None:
    order = goods.delivered(seller, customer, product_code=FREE)
    fund(customer, 3_000_00)
    prepay(order.loan, customer, 3_000_00)
    deliver_events()
    said = said_by(order.loan, "supplement")
    rows = Instalment.objects.filter(loan=order.loan, schedule_version=2)
    left_fen = sum(row.interest_fen for row in rows)
    assert said["dealer_interest_fen"] == said["interest_fen"] == left_fen > 0
    assert said["text"]["version"] == "loan-supplement-2026-3"
    clause = clauses(said, "en")["Interest paid by the dealer"]
    assert "¥0.00 is the borrower's own" in clause
    assert clauses(said, "zh-hans")["商家贴息"].count("¥") == 2
    assert dict(supplement_facts(said))["借款人支付的利息"] == "¥0.00"
    assert loan_papers_hold() == []
