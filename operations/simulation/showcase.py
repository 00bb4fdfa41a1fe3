"""What a year of business leaves no trace of on its last day: one application and listing in every waiting state."""

import datetime as dt
from dataclasses import dataclass
from random import Random

from accounts import clock
from accounts.models import User
from accounts.rules import read_once
from accounts.services.choose_messages import choose_messages
from accounts.services.deliver_events import deliver_events
from accounts.staff.queries import holders_of_role
from finance.custody.sandbox_customer import pay_in
from finance.queries.cards import verified_card
from finance.services.request_deposit import request_deposit
from lending.models import Application, Listing
from lending.services.hold_application import hold_application
from lending.services.place_bid import place_bid
from lending.services.save_application import save_application
from lending.services.set_condition import ConditionTerms
from lending.services.start_application import start_application
from lending.services.withdraw_application import withdraw_application
from operations.services.publish_notice import publish_notice
from operations.simulation.case_checks import find_all_in_order
from operations.simulation.introducing import NEWCOMERS, stand_at_the_door
from operations.simulation.papers import send_in, send_papers
from operations.simulation.people import open_customer, open_investor, open_newcomer
from operations.simulation.signing import sign_by_code
from risk.cases.against_card import as_judged
from risk.cases.rating import Rating
from risk.models import CaseOverride, CreditCase
from risk.services.decide_case import decide_case
from risk.services.review_case import review_case

FACTS = {
    "periods": 12,
    "method": "equal_instalment",
    "purpose": "appliances",
    "purpose_text": "换一台冰箱和洗衣机",
    "employment": "employed",
    "industry": "technology",
    "employed_months": 30,
    "monthly_income_fen": 9_500_00,
    "monthly_debt_fen": 800_00,
    "other_debt_fen": 5_000_00,
    "other_platform_debt_fen": 0,
    "repayment_source": "salary",
}
# How far each of today's applicants gets.
STAGES = (
    "draft",
    "submitted",
    "reviewed",
    "returned",
    "rejected",
    "approved",
    "waiting_for_conditions",
    "withdrawn",
    "listed",
    "listed",
    "listed",
    "taken_back",
    "full",
)
NO_LETTERS = {("loan", "email"): False, ("loan", "sms"): False}
OUTCOMES = {"returned": "return", "rejected": "reject", "waiting_for_conditions": "conditions"}
REASONS = {"return": ["papers_missing"], "reject": ["too_much_debt"]}


@dataclass(frozen=True)
class Desk:
    """The two persons of risk whom each case passes."""

    reviewer: User
    decider: User


def _first(role: str) -> User:
    return holders_of_role(role)[0]


def leave_every_state(random: Random, *, domain: str) -> None:
    """Bring one newcomer into each waiting state, so that every page of the demo has something to show."""
    desk = Desk(_first("risk_officer"), _first("risk_manager"))
    lender = open_investor(random, f"lender@{domain}")
    pay_in(lender, 200_000_00)
    with read_once():
        for number, stage in enumerate(STAGES):
            borrower = open_customer(random, f"applicant{number + 1:02d}@{domain}")
            _bring_to(stage, borrower, lender, desk, amount_fen=random.randrange(40, 120) * 100_00)
    for stage, wants, answer in NEWCOMERS:
        newcomer = open_newcomer(random, f"{stage}@{domain}")
        stand_at_the_door(newcomer, stage=stage, wants=wants, answer=answer)
    card = verified_card(lender)
    if card is not None:
        request_deposit(actor=lender, card_number=card.number, amount_fen=5_000_00, key="showcase")


def _bring_to(stage: str, borrower: User, lender: User, desk: Desk, *, amount_fen: int) -> None:
    application = start_application(borrower=borrower, product_code="steady")
    save_application(application=application, borrower=borrower, values={"amount_fen": amount_fen, **FACTS})
    if stage == "draft":
        # Half of the papers are there; the draft keeps them.
        send_papers(application, most=1)
        return
    send_in(application, borrower)
    deliver_events()
    if stage == "submitted":
        return
    case = CreditCase.objects.select_related("application__borrower").get(application=application)
    find_all_in_order(case, desk.reviewer)
    review_case(case=case, reviewer=desk.reviewer, opinion="资料齐全，收入稳定，建议批准。")
    if stage == "reviewed":
        return
    _decide(stage, case, desk.decider, amount_fen)
    application = Application.objects.select_related("borrower__person", "decision", "product_version").get(
        pk=application.pk
    )
    if stage == "withdrawn":
        # Somebody who wants no letters: what waited for the post is held back.
        deliver_events()
        choose_messages(user=borrower, channels=NO_LETTERS, agrees_to_marketing=False)
        withdraw_application(application=application, borrower=borrower)
    if stage in ("waiting_for_conditions", "listed", "taken_back", "full"):
        sign_by_code(application)
        deliver_events()
    if stage == "full":
        # A question has come up: the listing fills, and the money waits until it is answered.
        hold_application(application=application, reason="papers_questioned", placed_by=desk.decider)
    if stage in ("listed", "taken_back", "full"):
        share_fen = amount_fen if stage == "full" else amount_fen // 300_00 * 100_00
        _bid(Listing.objects.get(application=application), lender, share_fen)
        deliver_events()
    if stage == "taken_back":
        withdraw_application(application=application, borrower=borrower)


def _decide(stage: str, case: CreditCase, decider: User, amount_fen: int) -> None:
    outcome = OUTCOMES.get(stage, "approve")
    is_approval = outcome in ("approve", "conditions")
    conditions = (ConditionTerms("补充近三个月工资流水"),) if outcome == "conditions" else ()
    decide_case(
        case=case,
        outcome=outcome,
        decided_by=decider,
        reasons=REASONS.get(outcome, ["income_sufficient", "stable_work"]),
        rating=Rating(amount_fen, as_judged(case, CaseOverride.Kind.GRADE) or "B", 100_000_00, conditions)
        if is_approval
        else None,
        key=f"showcase:{case.number}",
    )


def _bid(listing: Listing, lender: User, amount_fen: int) -> None:
    place_bid(
        investor=lender,
        listing_number=listing.number,
        amount_fen=amount_fen,
        notice_shown_at=clock.now() - dt.timedelta(seconds=10),
        key=f"showcase:{listing.number}",
    )


NOTICES = (
    {
        "title_zh": "关于演示站点的说明",
        "title_en": "About this demonstration",
        "body_zh": "本站的人物、公司和资金均为虚构，存管银行为沙箱。您可以用演示账号体验借款、出借和后台的全部流程。",
        "body_en": "People, companies and money on this site are made up, and the custodian bank is a sandbox. "
        "The demo logins let you borrow, lend and work in every department.",
    },
    {
        "title_zh": "还款日当天请确保钱包余额充足",
        "title_en": "Please have the money in your wallet on the due date",
        "body_zh": "分期在还款日当天日终从钱包自动扣款。余额不足时按合同计收逾期利息，宽限期内只按合同利率计息。",
        "body_en": "Instalments are debited from the wallet at the end of the due date. Where the money is missing, "
        "overdue interest runs as the contract says; within the days of grace only the contract rate.",
    },
)


def publish_first_notices(*, author: User) -> None:
    """Publish what visitors of the demo should know."""
    for number, texts in enumerate(NOTICES):
        publish_notice(author=author, key=f"showcase:{number}", **texts)
