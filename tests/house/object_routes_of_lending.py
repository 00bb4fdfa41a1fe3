"""Objects of lending that routes name."""

from accounts import clock
from lending.models import Bid, Claim, HolderBallot, LoanPaper, Waiver
from lending.services.make_calendar_feed import make_calendar_feed
from lending.services.pay_loan import pay_loan
from lending.services.save_product_proposal import save_product_proposal
from lending.services.seed_products import STEADY, seed_products
from lending.services.send_application_paper import send_application_paper
from lending.services.send_evidence import send_evidence
from tests import dealers
from tests.factories import make_customer, make_staff
from tests.house.object_routes import ObjectRoute, factory
from tests.lending.claim_sales.factories import buy, claim_of, make_sellable_loan, put_up
from tests.lending.factories import (
    bid,
    make_active_loan,
    make_auto_rule,
    make_condition,
    make_draft,
    make_draft_with_papers,
    make_investor,
    make_listing,
    make_restructure,
    make_settled_loan,
    make_submitted,
)
from tests.lending.goods import factories as goods
from tests.pictures import picture_file


@factory("market/<str:number>/")
def market() -> ObjectRoute:
    return ObjectRoute(None, {"number": make_listing(make_customer("owner@example.cn")).number})


@factory("borrow/applications/<str:number>/", "borrow/applications/<str:number>/withdraw/")
def application() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    return ObjectRoute(
        owner, {"number": make_submitted(owner).number}, stranger=make_customer("stranger@example.cn")
    )


@factory("borrow/applications/<str:number>/papers/")
def papers_of_draft() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    return ObjectRoute(
        owner, {"number": make_draft_with_papers(owner).number}, stranger=make_customer("stranger@example.cn")
    )


@factory("borrow/applications/<str:number>/papers/<str:document>/remove/")
def paper_of_draft() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    draft = make_draft_with_papers(owner)
    sent = send_application_paper(application=draft, borrower=owner, kind="income", paper=picture_file())
    values = {"number": draft.number, "document": sent.document.number}
    return ObjectRoute(owner, values, stranger=make_customer("stranger@example.cn"))


@factory("borrow/applications/<str:number>/conditions/<str:condition>/")
def own_condition() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    row = make_condition(owner)
    values = {"number": row.decision.application.number, "condition": row.number}
    return ObjectRoute(owner, values, stranger=make_customer("stranger@example.cn"))


@factory("office/lending/conditions/<slug:number>/", "office/lending/conditions/<slug:number>/send/")
def condition() -> ObjectRoute:
    row = make_condition(make_customer("owner@example.cn"))
    return ObjectRoute(make_staff("desk@example.cn", "risk_officer"), {"number": row.number})


@factory("office/lending/conditions/<slug:number>/answer/")
def evidence() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    row = make_condition(owner)
    send_evidence(condition=row, sender=owner, words="工资流水")
    return ObjectRoute(make_staff("desk@example.cn", "risk_officer"), {"number": row.number})


@factory("borrow/applications/<str:number>/check/")
def draft() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    return ObjectRoute(
        owner, {"number": make_draft(owner).number}, stranger=make_customer("stranger@example.cn")
    )


@factory("borrow/applications/<str:number>/<str:screen>/")
def screen() -> ObjectRoute:
    found = draft()
    return ObjectRoute(found.visitor, {**found.values, "screen": "income"}, found.stranger)


@factory("invest/bids/<str:number>/cancel/")
def own_bid() -> ObjectRoute:
    investor = make_investor("lender@example.cn")
    bid(investor, make_listing(make_customer("owner@example.cn")), 1_000_00)
    return ObjectRoute(
        investor, {"number": Bid.objects.get().number}, stranger=make_customer("stranger@example.cn")
    )


@factory(
    "borrow/loans/<str:number>/",
    "borrow/loans/<str:number>/repay/",
    "borrow/loans/<str:number>/settle/",
    "borrow/loans/<str:number>/return/",
    "borrow/loans/<str:number>/prepay/",
    "borrow/loans/<str:number>/due-day/",
    "borrow/loans/<str:number>/debit/",
    "borrow/loans/<str:number>/card-debit/",
    "borrow/loans/<str:number>/card-debit/revoke/",
)
def own_loan() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    return ObjectRoute(
        owner, {"number": make_active_loan(owner).number}, stranger=make_customer("stranger@example.cn")
    )


@factory("borrow/loans/<str:number>/statement.<slug:ending>")
def own_loan_statement() -> ObjectRoute:
    found = own_loan()
    return ObjectRoute(found.visitor, {**found.values, "ending": "csv"}, found.stranger)


@factory("invest/claims/<str:number>/receipts/<str:payment>/")
def own_receipt() -> ObjectRoute:
    investor = make_investor("lender@example.cn")
    loan = make_active_loan(make_customer("owner@example.cn"), {investor: 10_000_00})
    paid = pay_loan(loan=loan, payer=loan.borrower, amount_fen=100_00, key="receipt")
    return ObjectRoute(
        investor,
        {"number": Claim.objects.get(holder=investor).number, "payment": paid.number},
        stranger=make_customer("stranger@example.cn"),
    )


@factory("calendar/<str:token>.ics")
def calendar_feed() -> ObjectRoute:
    return ObjectRoute(
        None, {"token": make_calendar_feed(owner=make_customer("owner@example.cn"), language="en")}
    )


@factory("borrow/loans/<str:number>/hardship/", "borrow/loans/<str:number>/hardship/withdraw/")
def own_hardship() -> ObjectRoute:
    asked = make_restructure()
    return ObjectRoute(
        asked.loan.borrower, {"number": asked.loan.number}, stranger=make_customer("stranger@example.cn")
    )


@factory("office/lending/hardship/<slug:number>/", "office/lending/hardship/<slug:number>/decline/")
def office_hardship() -> ObjectRoute:
    return ObjectRoute(
        make_staff("officer@example.cn", "risk_officer"), {"number": make_restructure().number}
    )


@factory(
    "invest/auto/<str:number>/",
    "invest/auto/<str:number>/pause/",
    "invest/auto/<str:number>/resume/",
    "invest/auto/<str:number>/end/",
)
def own_auto_rule() -> ObjectRoute:
    investor = make_investor("lender@example.cn")
    return ObjectRoute(
        investor, {"number": make_auto_rule(investor).number}, stranger=make_customer("stranger@example.cn")
    )


@factory("invest/claims/<str:number>/", "invest/claims/<str:number>/sell/")
def own_claim() -> ObjectRoute:
    investor = make_investor("lender@example.cn")
    make_active_loan(make_customer("owner@example.cn"), {investor: 10_000_00})
    return ObjectRoute(
        investor, {"number": Claim.objects.get().number}, stranger=make_customer("stranger@example.cn")
    )


@factory("invest/claims/offers/<str:number>/")
def claim_offer() -> ObjectRoute:
    offer = put_up(claim_of(make_sellable_loan()))
    return ObjectRoute(make_customer("looks@example.cn"), {"number": offer.number})


@factory("invest/claims/offers/<str:number>/take-down/")
def own_claim_offer() -> ObjectRoute:
    offer = put_up(claim_of(make_sellable_loan()))
    return ObjectRoute(offer.seller, {"number": offer.number}, stranger=make_customer("stranger@example.cn"))


@factory("invest/claims/trades/<str:number>/")
def own_claim_trade() -> ObjectRoute:
    sale = buy(put_up(claim_of(make_sellable_loan())), make_investor("buyer@example.cn"))
    return ObjectRoute(sale.buyer, {"number": sale.number}, stranger=make_customer("stranger@example.cn"))


@factory("office/lending/claims/<slug:number>/")
def office_claim_offer() -> ObjectRoute:
    found = own_claim_offer()
    return ObjectRoute(make_staff("officer@example.cn", "risk_officer"), found.values)


@factory("office/lending/applications/<str:number>/")
def office_application() -> ObjectRoute:
    number = make_submitted(make_customer("owner@example.cn")).number
    return ObjectRoute(make_staff("officer@example.cn", "risk_officer"), {"number": number})


@factory("office/lending/listings/<str:number>/")
def office_listing() -> ObjectRoute:
    number = make_listing(make_customer("owner@example.cn")).number
    return ObjectRoute(make_staff("officer@example.cn", "risk_officer"), {"number": number})


@factory("office/lending/loans/<str:number>/hold/", "office/lending/loans/<str:number>/release/")
def held_loan() -> ObjectRoute:
    return ObjectRoute(make_staff("holds@example.cn", "risk_officer"), office_loan().values)


@factory("invest/votes/<str:number>/")
def own_vote() -> ObjectRoute:
    row = make_restructure()
    claim = Claim.objects.get()
    HolderBallot.objects.create(restructure=row, claim=claim, holder=claim.holder, principal_fen=1_00)
    return ObjectRoute(claim.holder, {"number": row.number}, stranger=make_customer("stranger@example.cn"))


@factory("invest/waivers/<str:number>/", "invest/waivers/<str:number>/decline/")
def own_waiver() -> ObjectRoute:
    found = own_claim()
    claim = Claim.objects.get()
    row = Waiver.objects.create(
        number="WV20260101000001",
        loan=claim.loan,
        claim=claim,
        holder=claim.holder,
        status="offered",
        principal_fen=1_00,
        reason="困难",
        planned_by=make_staff("waives@example.cn", "collections_officer"),
        planned_at=clock.now(),
        offer_until_on=clock.today(),
    )
    return ObjectRoute(claim.holder, {"number": row.number}, found.stranger)


@factory("office/lending/loans/<str:number>/arrears/")
def arrears() -> ObjectRoute:
    return office_loan()


@factory(
    "office/lending/loans/<str:number>/call-in/",
    "office/lending/loans/<str:number>/legal-step/",
    "office/lending/loans/<str:number>/legal-cost/",
    "office/lending/loans/<str:number>/write-off/",
    "office/lending/loans/<str:number>/recover/",
    "office/lending/loans/<str:number>/waiver/",
)
def late_loan() -> ObjectRoute:
    return ObjectRoute(make_staff("collects@example.cn", "collections_officer"), office_loan().values)


@factory("office/lending/loans/<str:number>/legal-close/")
def closing_loan() -> ObjectRoute:
    return ObjectRoute(make_staff("closes@example.cn", "risk_manager"), office_loan().values)


@factory("office/lending/loans/<str:number>/")
def office_loan() -> ObjectRoute:
    number = make_active_loan(make_customer("owner@example.cn")).number
    return ObjectRoute(make_staff("officer@example.cn", "risk_officer"), {"number": number})


@factory("office/lending/products/<slug:code>/")
def product() -> ObjectRoute:
    seed_products()
    return ObjectRoute(make_staff("operations@example.cn", "operations_manager"), {"code": "steady"})


@factory(
    "office/lending/product-drafts/<slug:number>/",
    "office/lending/product-drafts/<slug:number>/propose/",
    "office/lending/product-drafts/<slug:number>/drop/",
)
def product_draft() -> ObjectRoute:
    seed_products()
    maker = make_staff("operations@example.cn", "operations_manager")
    return ObjectRoute(maker, {"number": save_product_proposal(draft=STEADY, saved_by=maker).number})


@factory("dealer/orders/<slug:number>/")
def dealer_order() -> ObjectRoute:
    dealer = dealers.active()
    order = goods.quoted(dealer, make_customer("customer@example.cn"))
    other = dealers.owner(dealers.begun("other@dealer.cn"))
    return ObjectRoute(dealers.owner(dealer), {"number": order.number}, stranger=other)


@factory("office/lending/orders/<slug:number>/")
def office_order() -> ObjectRoute:
    order = goods.quoted(dealers.active(), make_customer("customer@example.cn"))
    return ObjectRoute(make_staff("accountant@example.cn", "accountant"), {"number": order.number})


@factory("borrow/orders/<slug:number>/")
def own_order() -> ObjectRoute:
    owner = make_customer("customer@example.cn")
    order = goods.quoted(dealers.active(), owner)
    return ObjectRoute(owner, {"number": order.number}, stranger=make_customer("stranger@example.cn"))


@factory("borrow/loans/<str:number>/contract/")
def own_contract() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    return ObjectRoute(
        owner, {"number": make_active_loan(owner).number}, stranger=make_customer("stranger@example.cn")
    )


@factory("borrow/loans/<str:number>/certificate/")
def own_certificate() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    return ObjectRoute(
        owner, {"number": make_settled_loan(owner).number}, stranger=make_customer("stranger@example.cn")
    )


@factory("invest/claims/<str:number>/contract/")
def own_copy() -> ObjectRoute:
    investor = make_investor("lender@example.cn")
    make_active_loan(make_customer("owner@example.cn"), {investor: 10_000_00})
    return ObjectRoute(
        investor, {"number": Claim.objects.get().number}, stranger=make_customer("stranger@example.cn")
    )


@factory("me/papers/offers/<slug:number>/<slug:language>/")
def signed_offer() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    number = make_listing(owner).application.number
    stranger = make_customer("stranger@example.cn")
    return ObjectRoute(owner, {"number": number, "language": "en"}, stranger=stranger)


@factory("me/papers/<slug:number>/")
def own_paper() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    paper = LoanPaper.objects.get(loan=make_active_loan(owner), kind="contract")
    return ObjectRoute(owner, {"number": paper.number}, stranger=make_customer("stranger@example.cn"))


@factory("me/papers/<slug:number>/<slug:language>/")
def own_paper_file() -> ObjectRoute:
    found = own_paper()
    return ObjectRoute(found.visitor, {**found.values, "language": "en"}, found.stranger)


@factory("office/lending/papers/<slug:number>/")
def office_paper() -> ObjectRoute:
    return ObjectRoute(make_staff("officer@example.cn", "risk_officer"), own_paper().values)


@factory("office/lending/papers/<slug:number>/<slug:language>/")
def office_paper_file() -> ObjectRoute:
    return ObjectRoute(make_staff("officer@example.cn", "risk_officer"), own_paper_file().values)


@factory("verify/<slug:paper_hash>/")
def verified() -> ObjectRoute:
    make_active_loan(make_customer("owner@example.cn"))
    return ObjectRoute(None, {"paper_hash": LoanPaper.objects.get().content_hash})
