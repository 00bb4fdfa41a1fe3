"""Products, listings and loans for tests, all made by the services that make them in life."""

import datetime as dt
import re
from dataclasses import replace

from django.core import mail

from accounts import clock
from accounts.models import SandboxMessage, SuitabilityAssessment, User
from accounts.numbers import next_number
from accounts.services.deliver_events import deliver_events
from lending.auto_invest.consent import scope_hash
from lending.domain.auto_invest import Wishes
from lending.models import (
    Application,
    AutoInvestRule,
    DecisionCondition,
    Listing,
    Loan,
    ProductVersion,
    Restructure,
)
from lending.offers import offer_hash, quote_offer
from lending.queries.loans import read_loan_files
from lending.queries.products import current_version
from lending.services.accept_offer import accept_offer
from lending.services.ask_restructure import ask_restructure
from lending.services.disburse_loan import disburse_loan
from lending.services.forward_application import forward_application
from lending.services.place_bid import place_bid
from lending.services.publish_product import publish_product
from lending.services.record_decision import Approval, record_decision
from lending.services.save_application import save_application
from lending.services.seed_products import STEADY, seed_products
from lending.services.send_offer_code import send_offer_code
from lending.services.set_borrower_standing import set_borrower_standing
from lending.services.set_condition import ConditionTerms, set_condition
from lending.services.settle_loan import settle_loan
from lending.services.sign_offer import sign_offer
from lending.services.start_application import start_application
from lending.services.start_auto_rule import start_auto_rule
from lending.services.submit_application import submit_application
from lending.settlement_story import tell_settlement
from tests.factories import make_customer, make_staff
from tests.money import fund

FACTS = {
    "purpose": "furniture",
    "purpose_text": "一套餐桌和书柜",
    "employment": "employed",
    "industry": "technology",
    "employed_months": 60,
    "monthly_income_fen": 9_000_00,
    "monthly_debt_fen": 800_00,
    "other_debt_fen": 0,
    "other_platform_debt_fen": 0,
    "repayment_source": "salary",
}


def make_product(code: str = "steady") -> ProductVersion:
    seed_products()
    version = current_version(code)
    assert version is not None
    return version


def rate_investor(user: User, type_: str = "C5") -> SuitabilityAssessment:
    """Give an investor a valid risk type."""
    today = clock.today()
    return SuitabilityAssessment.objects.create(
        number=next_number("SA"),
        user=user,
        version="suitability-2026-1",
        answers={},
        points=0,
        type=type_,
        assessed_on=today,
        valid_until_on=today + dt.timedelta(days=365),
        assessed_at=clock.now(),
    )


def make_investor(email: str, *, funds_fen: int = 100_000_00, type_: str = "C5") -> User:
    user = make_customer(email, name="王投")
    rate_investor(user, type_)
    if funds_fen:
        fund(user, funds_fen)
    return user


def make_draft(
    borrower: User, *, product: str = "steady", amount_fen: int = 10_000_00, **values: object
) -> Application:
    make_product(product)
    application = start_application(borrower=borrower, product_code=product)
    terms = {"amount_fen": amount_fen, "periods": 12, "method": "equal_instalment", **FACTS, **values}
    return save_application(application=application, borrower=borrower, values=terms)


def make_draft_with_papers(borrower: User, kinds: tuple[str, ...] = ("income", "address")) -> Application:
    """A draft of a product that asks for papers."""
    publish_product(draft=replace(STEADY, papers_needed=list(kinds)), published_by=None)
    return make_draft(borrower)


def make_submitted(borrower: User, **values: object) -> Application:
    draft = make_draft(borrower, **values)  # type: ignore[arg-type]
    return submit_application(
        application=draft, borrower=borrower, agrees_to_credit_query=True, agrees_to_disclosure=True
    )


def make_reviewed(borrower: User, **values: object) -> Application:
    application = make_submitted(borrower, **values)
    forward_application(application=application, to="screening", actor=None)
    return forward_application(application=application, to="review", actor=None)


def make_approved(
    borrower: User, *, grade: str = "B", decided_by: User | None = None, **values: object
) -> Application:
    application = make_reviewed(borrower, **values)
    manager = decided_by or risk_manager_of_tests()
    set_borrower_standing(
        borrower=borrower,
        grade=grade,
        limit_fen=100_000_00,
        valid_until_on=clock.today() + dt.timedelta(days=365),
        set_by=manager,
    )
    record_decision(
        application=application,
        outcome="approve",
        decided_by=manager,
        reasons=["income_sufficient"],
        approval=Approval(amount_fen=application.amount_fen or 0, grade=grade),
    )
    application.refresh_from_db()
    return application


def make_condition(borrower: User, *, words: str = "补充近三个月工资流水") -> DecisionCondition:
    """A condition of the listing on a borrower's approved application."""
    decision = make_approved(borrower).decision
    assert decision is not None
    return set_condition(decision=decision, terms=ConditionTerms(words), set_by=risk_manager_of_tests())


def risk_manager_of_tests() -> User:
    email = "decider@example.cn"
    return User.objects.filter(email=email).first() or make_staff(email, "risk_manager")


def accept(application: Application) -> Application:
    quote = quote_offer(application, on=clock.today())
    return accept_offer(
        application=application, borrower=application.borrower, shown_hash=offer_hash(application, quote)
    )


def code_in_mail() -> str:
    """The six digits of the newest mail, or of the newest message where a walk keeps its mail on the demo site."""
    body = mail.outbox[-1].body if getattr(mail, "outbox", []) else SandboxMessage.objects.latest("pk").body
    return re.search(r"(?<!\d)\d{6}(?!\d)", body)[0]  # type: ignore[index]


def sign(application: Application) -> Application:
    """Sign an offer as its borrower does: by a code that was sent for it."""
    borrower = application.borrower
    shown_hash = offer_hash(application, quote_offer(application, on=clock.today()))
    send_offer_code(application=application, borrower=borrower)
    return sign_offer(application=application, borrower=borrower, shown_hash=shown_hash, code=code_in_mail())


def make_listing(borrower: User, **values: object) -> Listing:
    application = accept(make_approved(borrower, **values))  # type: ignore[arg-type]
    return Listing.objects.get(application=application)


def read_in_time() -> dt.datetime:
    """An instant at which a risk notice was shown long enough ago."""
    return clock.now() - dt.timedelta(seconds=6)


def bid(investor: User, listing: Listing, amount_fen: int, key: str = "") -> str:
    return place_bid(
        investor=investor,
        listing_number=listing.number,
        amount_fen=amount_fen,
        notice_shown_at=read_in_time(),
        key=key or next_number("KEY"),
    )


def make_full_listing(borrower: User, investors: dict[User, int] | None = None, **values: object) -> Listing:
    listing = make_listing(borrower, **values)
    shares = investors or {make_investor(f"lender{listing.pk}@example.cn"): listing.amount_fen}
    for investor, amount_fen in shares.items():
        bid(investor, listing, amount_fen)
    listing.refresh_from_db()
    return listing


def make_active_loan(borrower: User, investors: dict[User, int] | None = None, **values: object) -> Loan:
    """A loan that was paid out today; by default 10,000 yuan over 12 months at grade B from one investor."""
    listing = make_full_listing(borrower, investors, **values)
    loan = disburse_loan(listing_id=listing.pk, actor=None)
    deliver_events()
    return loan


def make_settled_loan(borrower: User, investors: dict[User, int] | None = None, **values: object) -> Loan:
    """A loan that was paid out and paid off early on the same day."""
    loan = make_active_loan(borrower, investors, **values)
    fund(borrower, loan.principal_fen // 10)
    loan = Loan.objects.select_related("product_version").get(pk=loan.pk)
    story = tell_settlement(read_loan_files([loan], clock.today())[0], clock.today())
    settle_loan(loan=loan, payer=borrower, shown_fen=story.total_fen, key="settled")
    deliver_events()
    loan.refresh_from_db()
    return loan


def make_restructure(loan: Loan | None = None) -> Restructure:
    """A request for more time, asked for on a loan."""
    loan = loan or make_active_loan(make_customer("owner@example.cn"))
    return ask_restructure(loan=loan, borrower=loan.borrower, hardship="job_lost", words="公司裁员")


def make_wishes(**values: object) -> Wishes:
    """A scope that wants every listing of the tests: up to 1,000 yuan a loan, 10,000 in all."""
    scope = {
        "grades": frozenset({"A", "B", "C", "D"}),
        "lines": frozenset({"cash", "goods"}),
        "periods_min": 1,
        "periods_max": 36,
        "rate_min_ppm": 0,
        "per_loan_fen": 1_000_00,
        "per_borrower_fen": 1_000_00,
        "keep_fen": 0,
        "total_fen": 10_000_00,
        "expires_on": clock.today() + dt.timedelta(days=90),
    }
    return Wishes(**{**scope, **values})  # type: ignore[arg-type]


def make_auto_rule(investor: User, **values: object) -> AutoInvestRule:
    wishes = make_wishes(**values)
    number = start_auto_rule(
        investor=investor,
        wishes=wishes,
        shown_hash=scope_hash(wishes),
        notice_shown_at=read_in_time(),
        key=next_number("KEY"),
    )
    return AutoInvestRule.objects.get(number=number)
