"""What borrowers and the risk desk do on a simulated day."""

import datetime as dt
from contextlib import suppress
from random import Random
from typing import Any

from django.db.models import QuerySet

from accounts import clock
from accounts.errors import Refused
from finance.custody.sandbox_customer import pay_in, pay_out
from finance.queries.wallets import wallet_balance
from lending.goods.pauses import paused_loans
from lending.models import Application, Loan
from lending.queries.own_arrears import has_arrears
from lending.repayment.book import read_books
from lending.repayment.dues import borrower_settlement_of, collect_dues
from lending.services.pay_loan import pay_loan
from lending.services.save_application import save_application
from lending.services.settle_loan import settle_loan
from lending.services.start_application import start_application
from lending.services.withdraw_application import withdraw_application
from operations.simulation.case_checks import find_all_in_order
from operations.simulation.opinions import opinion_on
from operations.simulation.papers import send_in
from operations.simulation.people import Borrower, Cast
from operations.simulation.signing import sign_by_code
from risk.authority.deciding import required_authority
from risk.cases.against_card import BELOW, as_judged, card_says
from risk.cases.rating import Rating
from risk.models import CaseOverride, CreditCase
from risk.services.decide_case import decide_case
from risk.services.override_case import override_case
from risk.services.review_case import review_case

PRODUCTS = {
    "steady": {
        "periods": (3, 6, 6, 12, 12, 18),
        "methods": ("equal_instalment", "equal_instalment", "equal_principal"),
    },
    "short": {"periods": (1, 2, 3, 6), "methods": ("interest_only", "bullet")},
}
PURPOSES = {
    "appliances": "换一台冰箱和洗衣机",
    "furniture": "新房的床和沙发",
    "renovation": "厨房翻新",
    "education": "职业技能培训",
    "medical": "牙齿治疗",
    "wedding": "婚礼筹备",
    "travel": "全家旅行",
    "vehicle": "电动车维修",
    "rent": "搬家和押金",
    "daily": "日常开支",
}
# How often the reviewer finds less than the card knows.
SHARE_JUDGED_WORSE = 0.05
SHARE_REFUSED = 0.12
# One case in so many is decided on the day it came in, the others on the next.
SAME_DAY = 3
CARRIED = ["income_sufficient", "stable_work"]
# Who tops the wallet up does it for the next instalments too.
INSTALMENTS_AHEAD = 2
SHARE_WITHDRAWN = 0.04
YUAN = 100


GUEST_FACTS = {
    "amount_fen": 12_000 * YUAN,
    "periods": 12,
    "method": "equal_instalment",
    "purpose": "furniture",
    "purpose_text": PURPOSES["furniture"],
    "employment": "employed",
    "industry": "technology",
    "employed_months": 40,
    "monthly_income_fen": 11_000 * YUAN,
    "monthly_debt_fen": 600 * YUAN,
    "other_debt_fen": 8_000 * YUAN,
    "other_platform_debt_fen": 0,
    "repayment_source": "salary",
}


def apply_for_guests(cast: Cast) -> None:
    """Let each borrower with a demo login ask for the loan the demo shows."""
    for guest in cast.borrowers:
        if guest.is_guest:
            _apply(guest, "steady", GUEST_FACTS)


def apply_for_loan(random: Random, borrower: Borrower) -> None:
    """Send an application in, for something the borrower does not finance yet; a refusal ends the try."""
    product = random.choice(("steady", "steady", "short"))
    choices = PRODUCTS[product]
    income_yuan = random.randrange(4_000, 20_000, 100)
    ceiling = min(50_000 if product == "steady" else 10_000, income_yuan * 2)
    purpose = random.choice(sorted(PURPOSES))
    facts = {
        "amount_fen": random.randrange(1_000, ceiling, 100) * YUAN,
        "periods": random.choice(choices["periods"]),
        "method": random.choice(choices["methods"]),
        "purpose": purpose,
        "purpose_text": PURPOSES[purpose],
        "employment": random.choice(("employed", "employed", "civil_servant", "self_employed")),
        "industry": random.choice(
            ("manufacturing", "retail", "catering", "transport", "technology", "health")
        ),
        "employed_months": random.randint(3, 120),
        "monthly_income_fen": income_yuan * YUAN,
        "monthly_debt_fen": random.randrange(0, 1_500, 50) * YUAN,
        "other_debt_fen": random.randrange(0, 30_000, 500) * YUAN,
        "other_platform_debt_fen": 0,
        "repayment_source": random.choice(("salary", "salary", "business")),
    }
    _apply(borrower, product, facts)


def _apply(borrower: Borrower, product: str, facts: dict[str, Any]) -> None:
    try:
        application = start_application(borrower=borrower.user, product_code=product)
        save_application(application=application, borrower=borrower.user, values=facts)
        send_in(application, borrower.user)
    except Refused:
        return


def work_on_cases(random: Random, cast: Cast) -> None:
    """Decide what was reviewed yesterday, review what came in this morning, and decide some of it the same day."""
    day, guests = clock.today(), _guests(cast)
    for case in _cases(CreditCase.Status.REVIEWED).filter(reviewed_by=cast.reviewer):
        with clock.simulated(day, dt.time(9, 30 + case.pk % 30)):
            _decide(random, case, cast, guests)
    for case in _cases(CreditCase.Status.OPEN):
        with clock.simulated(day, dt.time(10 + case.pk % 3, case.pk * 7 % 60)):
            find_all_in_order(case, cast.reviewer)
            _judge(random, case, cast)
            review_case(case=case, reviewer=cast.reviewer, opinion=opinion_on(case))
        if case.pk % SAME_DAY == 0:
            with clock.simulated(day, dt.time(13, case.pk * 11 % 60)):
                _decide(random, case, cast, guests)


def _cases(status: str) -> "QuerySet[CreditCase]":
    rows = CreditCase.objects.filter(status=status).order_by("pk")
    return rows.select_related(
        "application__borrower", "application__product_version", "application__product"
    )


def _decide(random: Random, case: CreditCase, cast: Cast, guests: set[int]) -> None:
    refused = random.random() < SHARE_REFUSED and case.application.borrower_id not in guests
    reason = "income_insufficient"
    # Who fell behind since the application came in gets no second loan.
    is_behind = has_arrears(case.application.borrower, clock.today())
    rating = Rating(
        amount_fen=case.application.amount_fen or 0,
        grade=as_judged(case, CaseOverride.Kind.GRADE) or max(case.application.product_version.rates_ppm),
        limit_fen=150_000 * YUAN,
    )
    if as_judged(case, CaseOverride.Kind.SCORE) == BELOW:
        refused = True
    # What one person may not decide alone is too much for these borrowers.
    if not refused and required_authority(case, rating).kind != "sole":
        refused, reason = True, "too_much_debt"
    decide_case(
        case=case,
        outcome="reject" if refused or is_behind else "approve",
        decided_by=cast.decider,
        reasons=["bad_history"] if is_behind else [reason] if refused else CARRIED,
        rating=None if refused or is_behind else rating,
        key=f"simulate:{case.number}",
    )


def _guests(cast: Cast) -> set[int]:
    return {one.user.pk for one in cast.borrowers if one.is_guest}


def _judge(random: Random, case: CreditCase, cast: Cast) -> None:
    """Let the reviewer, now and then, judge a case by the next worse grade that is lent at."""
    served = sorted(case.application.product_version.rates_ppm)
    says = card_says(case, CaseOverride.Kind.GRADE)
    worse = next((grade for grade in served if says is not None and grade > says), None)
    if random.random() >= SHARE_JUDGED_WORSE or worse is None:
        return
    override_case(
        case=case,
        made_by=cast.reviewer,
        kind=CaseOverride.Kind.GRADE,
        to_value=worse,
        reason="weak_papers",
        words="工资流水有两个月空缺，按较低等级处理。",
    )


def answer_offers(random: Random, cast: Cast) -> None:
    """Sign the offers of the day; a few borrowers change their minds."""
    guests = _guests(cast)
    offers = Application.objects.filter(
        status=Application.Status.APPROVED, borrower__in=[one.user.pk for one in cast.borrowers]
    )
    for application in offers.select_related("borrower__person", "decision", "product_version").order_by(
        "pk"
    ):
        if random.random() < SHARE_WITHDRAWN and application.borrower_id not in guests:
            withdraw_application(application=application, borrower=application.borrower)
            continue
        with suppress(Refused):
            sign_by_code(application)


def take_money_out(cast: Cast) -> None:
    """Borrowers spend what they were lent on the day it comes."""
    new = Loan.objects.filter(disbursed_on=clock.today(), status=Loan.Status.ACTIVE).select_related(
        "borrower"
    )
    for borrower in {loan.borrower_id: loan.borrower for loan in new.order_by("pk")}.values():
        free_fen = wallet_balance(borrower).available_fen
        if free_fen:
            pay_out(borrower, free_fen)


def repay(random: Random, cast: Cast) -> None:
    """Bring the money for what is due today or late, as each borrower's habit has it."""
    habits = {one.user.pk: one for one in cast.borrowers}
    today = clock.today()
    loans = Loan.objects.filter(status=Loan.Status.ACTIVE, borrower__in=list(habits)).order_by("pk")
    # Whose goods went back pays nothing any more: the dealer does.
    loans = loans.exclude(pk__in=paused_loans())
    due = loans.filter(
        instalments__due_on__lte=today, instalments__settled_at=None, instalments__superseded_at=None
    )
    for loan in due.distinct().select_related("borrower", "product_version"):
        _repay_one(random, habits[loan.borrower_id], loan)
    early = [pk for pk, one in habits.items() if one.habit == "early"]
    for loan in loans.filter(
        borrower__in=early, instalments__n=2, instalments__starts_on__lt=today
    ).distinct():
        if random.random() < 0.03:
            _settle(loan)


def _repay_one(random: Random, borrower: Borrower, loan: Loan) -> None:
    if borrower.habit == "failing" and loan.payments.count() >= borrower.pays_until:
        return
    if borrower.habit == "late" and random.random() < 0.8:
        return
    dues = collect_dues(read_books([loan.pk])[0], clock.today())
    missing_fen = dues.now_fen - wallet_balance(loan.borrower).available_fen
    if missing_fen > 0:
        pay_in(loan.borrower, missing_fen + dues.now_fen * INSTALMENTS_AHEAD)
    # Some press the button, the others leave it to the debit at the end of the day.
    if random.random() < 0.25:
        pay_loan(
            loan=loan,
            payer=loan.borrower,
            amount_fen=dues.now_fen,
            key=f"simulate:{clock.today()}:{loan.number}",
        )


def _settle(loan: Loan) -> None:
    figure = borrower_settlement_of(read_books([loan.pk])[0], clock.today())
    missing_fen = figure.total_fen - wallet_balance(loan.borrower).available_fen
    if missing_fen > 0:
        pay_in(loan.borrower, missing_fen)
    settle_loan(
        loan=loan, payer=loan.borrower, shown_fen=figure.total_fen, key=f"simulate:settle:{loan.number}"
    )
