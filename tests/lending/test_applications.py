"""Who may apply for what, who may decide, and what happens when time passes."""

import dataclasses
import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts import clock
from accounts.errors import Refused
from accounts.models import BusinessDate, Message, User
from accounts.services.deliver_events import deliver_events
from finance.queries.wallets import wallet_balance
from lending import closing
from lending.domain.purposes import forbidden_purpose
from lending.models import Application, Decision, DecisionCondition, Listing, Loan, ProductVersion
from lending.queries.quotes import quote_loan
from lending.services.answer_evidence import answer_evidence
from lending.services.forward_application import forward_application
from lending.services.hold_application import hold_application
from lending.services.publish_product import publish_product
from lending.services.record_decision import Approval, record_decision
from lending.services.release_application_hold import release_application_hold
from lending.services.seed_products import SHORT, STEADY
from lending.services.send_evidence import send_evidence
from lending.services.set_borrower_standing import set_borrower_standing
from lending.services.set_condition import ConditionTerms
from lending.services.submit_application import submit_application
from tests.factories import make_customer
from tests.lending import factories

pytestmark = pytest.mark.django_db


def refuses(code: str, call: object, **arguments: object) -> None:
    with pytest.raises(Refused) as refusal:
        call(**arguments)  # type: ignore[operator]
    assert refusal.value.code == code


def submit(application: Application) -> Application:
    return submit_application(
        application=application,
        borrower=application.borrower,
        agrees_to_credit_query=True,
        agrees_to_disclosure=True,
    )


class TestProducts:
    def test_every_corner_of_the_demonstration_products_stays_below_eleven_per_cent(self) -> None:
        for code in ("steady", "short"):
            version = factories.make_product(code)
            dearest = max(
                quote_loan(
                    version,
                    amount_fen=amount_fen,
                    rate_ppm=rate_ppm,
                    periods=periods,
                    method=method,
                    on=clock.today(),
                ).all_in_ppm
                for rate_ppm in version.rates_ppm.values()
                for periods in version.term_choices
                for method in version.methods
                for amount_fen in (version.amount_min_fen, version.amount_max_fen)
            )
            assert dearest <= 110_000

    def test_refuses_a_product_over_the_cap(self) -> None:
        dear = dataclasses.replace(STEADY, code="dear", rates_ppm={"D": 115_000})
        refuses("over_the_cap", publish_product, draft=dear, published_by=None)
        late = dataclasses.replace(STEADY, code="late", overdue_rate_ppm=120_001)
        refuses("over_the_cap", publish_product, draft=late, published_by=None)
        assert ProductVersion.objects.count() == 0

    def test_a_version_never_changes_and_the_next_one_leaves_it(self) -> None:
        first = publish_product(draft=SHORT, published_by=None)
        first.overdue_rate_ppm = 1
        with pytest.raises(ValidationError):
            first.save()
        second = publish_product(draft=dataclasses.replace(SHORT, grace_days=5), published_by=None)
        assert (second.version, second.grace_days) == (2, 5)
        assert ProductVersion.objects.get(pk=first.pk).grace_days == 3


class TestSubmitting:
    @pytest.mark.parametrize(
        "values, code",
        [
            ({"purpose_text": "用来炒 股"}, "purpose_forbidden"),
            ({"purpose_text": "Down payment on a flat"}, "purpose_forbidden"),
            ({"amount_fen": 50_100_00}, "amount_outside"),
            ({"amount_fen": 10_050_00}, "amount_step"),
            ({"periods": 5}, "term_unknown"),
            ({"method": "flat"}, "method_unknown"),
            ({"monthly_income_fen": None}, "incomplete"),
            ({"other_debt_fen": 100_000_000, "other_platform_debt_fen": 99_100_000}, "cap_total"),
        ],
    )
    def test_refuses_and_stays_a_draft(self, borrower: User, values: dict[str, object], code: str) -> None:
        draft = factories.make_draft(borrower, **values)  # type: ignore[arg-type]
        refuses(code, submit, application=draft)
        draft.refresh_from_db()
        assert (draft.status, draft.submitted_at) == ("draft", None)

    def test_refuses_without_consent(self, borrower: User) -> None:
        draft = factories.make_draft(borrower)
        refuses(
            "consent_missing",
            submit_application,
            application=draft,
            borrower=borrower,
            agrees_to_credit_query=False,
            agrees_to_disclosure=True,
        )

    def test_refuses_an_unverified_person(self) -> None:
        draft = factories.make_draft(make_customer("new@example.cn", verified=False))
        refuses("identity_missing", submit, application=draft)

    def test_refuses_who_is_too_young(self, borrower: User) -> None:
        draft = factories.make_draft(borrower)
        person = borrower.person
        assert person is not None
        type(person).objects.filter(pk=person.pk).update(birth_on=clock.today() - dt.timedelta(days=18 * 365))
        refuses("too_young", submit, application=draft)

    def test_twice_sent_is_sent_once(self, borrower: User) -> None:
        draft = factories.make_draft(borrower)
        submit(draft)
        assert submit(draft).status == "submitted"

    def test_one_purpose_is_financed_once(self, borrower: User) -> None:
        factories.make_active_loan(borrower)
        again = factories.make_draft(
            borrower, product="short", periods=3, method="bullet", amount_fen=1_000_00
        )
        refuses("purpose_financed", submit, application=again)

    def test_another_draft_for_the_same_product_is_the_same_draft(self, borrower: User) -> None:
        assert factories.make_draft(borrower).pk == factories.make_draft(borrower).pk
        submit(Application.objects.get(borrower=borrower))
        refuses("already_open", factories.make_draft, borrower=borrower)

    @pytest.mark.parametrize(
        "text, found",
        [
            ("股票账户", "stocks"),
            ("buy some STOCKS", "stocks"),
            ("stockings for winter", None),
            ("赌 场", "gambling"),
        ],
    )
    def test_finds_forbidden_words(self, text: str, found: str | None) -> None:
        assert forbidden_purpose(text, ["stocks", "gambling"]) == found


class TestDeciding:
    APPROVAL = Approval(amount_fen=10_000_00, grade="B")

    def decide(self, application: Application, manager: User, **values: object) -> Decision:
        return record_decision(
            **{  # type: ignore[arg-type]
                "application": application,
                "outcome": "approve",
                "decided_by": manager,
                "reasons": ["income_sufficient"],
                "approval": self.APPROVAL,
                **values,
            }
        )

    def rate(self, borrower: User, manager: User, limit_fen: int = 20_000_00, grade: str = "B") -> None:
        set_borrower_standing(
            borrower=borrower,
            grade=grade,
            limit_fen=limit_fen,
            valid_until_on=clock.today() + dt.timedelta(days=30),
            set_by=manager,
        )

    def test_fails_closed_until_everything_is_there(self, borrower: User, risk_manager: User) -> None:
        application = factories.make_submitted(borrower)
        refuses("not_in_review", self.decide, application=application, manager=risk_manager)
        forward_application(application=application, to="review", actor=risk_manager)
        refuses("standing_missing", self.decide, application=application, manager=risk_manager)
        self.rate(borrower, risk_manager, limit_fen=9_900_00)
        refuses("over_limit", self.decide, application=application, manager=risk_manager)
        self.rate(borrower, risk_manager, grade="C")
        refuses("grade_differs", self.decide, application=application, manager=risk_manager)
        self.rate(borrower, risk_manager)
        refuses("no_reason", self.decide, application=application, manager=risk_manager, reasons=[])
        more = Approval(amount_fen=10_100_00, grade="B")
        refuses("amount_outside", self.decide, application=application, manager=risk_manager, approval=more)
        dearer = Approval(amount_fen=10_000_00, grade="B", rate_ppm=74_001)
        refuses("rate_outside", self.decide, application=application, manager=risk_manager, approval=dearer)
        assert Decision.objects.count() == 0
        decision = self.decide(application, risk_manager)
        assert (decision.amount_fen, decision.rate_ppm, decision.grade) == (10_000_00, 74_000, "B")
        application.refresh_from_db()
        assert (application.status, application.decision_id) == ("approved", decision.pk)

    def test_a_late_hand_over_does_not_reopen_a_signed_offer(self, borrower: User) -> None:
        application = factories.accept(factories.make_approved(borrower))
        refuses("not_open", forward_application, application=application, to="review", actor=None)
        application.refresh_from_db()
        assert application.status == "listed"

    def test_nobody_decides_on_oneself(self, borrower: User, risk_manager: User) -> None:
        application = factories.make_reviewed(borrower)
        risk_manager.person = borrower.person
        risk_manager.save()
        refuses("own_standing", self.rate, borrower=borrower, manager=risk_manager)
        refuses("own_application", self.decide, application=application, manager=risk_manager)

    def test_a_declined_application_ends_and_says_so(self, borrower: User, risk_manager: User) -> None:
        application = factories.make_reviewed(borrower)
        self.decide(application, risk_manager, outcome="reject", reasons=["debts_too_high"], approval=None)
        deliver_events()
        application.refresh_from_db()
        assert (application.status, application.end_reason) == ("rejected", "rejected")
        assert (
            Message.objects.filter(to=borrower, template="application_rejected", channel="inbox").count() == 1
        )

    def test_conditions_keep_a_signed_offer_out_of_the_market(
        self, borrower: User, risk_manager: User
    ) -> None:
        application = factories.make_reviewed(borrower)
        self.rate(borrower, risk_manager)
        approval = Approval(
            amount_fen=10_000_00, grade="B", conditions=(ConditionTerms("补充近三个月工资流水"),)
        )
        self.decide(application, risk_manager, outcome="conditions", approval=approval)
        application.refresh_from_db()
        factories.accept(application)
        assert Listing.objects.count() == 0
        evidence = send_evidence(condition=DecisionCondition.objects.get(), sender=borrower, words="工资流水")
        answer_evidence(evidence=evidence, decided_by=risk_manager, is_accepted=True)
        deliver_events()
        assert Listing.objects.get().status == "open"

    def test_a_hold_keeps_it_out_until_released(self, borrower: User, risk_manager: User) -> None:
        application = factories.make_approved(borrower)
        hold = hold_application(application=application, reason="名单核查", placed_by=risk_manager)
        factories.accept(application)
        assert Listing.objects.count() == 0
        release_application_hold(hold=hold, released_by=risk_manager)
        deliver_events()
        assert Listing.objects.get().application_id == application.pk


def days_later(day: dt.date) -> None:
    BusinessDate.objects.update(today_on=day + dt.timedelta(days=1))


class TestTime:
    def test_an_unsigned_offer_expires(self, borrower: User) -> None:
        application = factories.make_approved(borrower)
        last_on = application.decision.offer_until_on
        assert last_on == clock.today() + dt.timedelta(days=15)
        before = last_on - dt.timedelta(days=1)
        assert closing._lapsed_offers(before, 0, 10) == []
        days_later(last_on)
        closing._expire_offers(last_on, closing._lapsed_offers(last_on, 0, 10))
        application.refresh_from_db()
        assert (application.status, application.end_reason) == ("expired", "offer_expired")

    def test_a_listing_expires_after_its_last_day_and_bids_go_back(self, borrower: User) -> None:
        investor = factories.make_investor("i@example.cn")
        listing = factories.make_listing(borrower)
        factories.bid(investor, listing, 500_00)
        assert closing._lapsed_listings(listing.closes_on - dt.timedelta(days=1), 0, 10) == []
        days_later(listing.closes_on)
        closing._expire_listings(listing.closes_on, closing._lapsed_listings(listing.closes_on, 0, 10))
        listing.refresh_from_db()
        assert (listing.status, listing.end_reason) == ("expired", "window_over")
        assert wallet_balance(investor).held_fen == 0
        deliver_events()
        assert Message.objects.filter(to=investor, template="bid_released").count() == 1

    def test_what_cannot_be_paid_out_is_cancelled_after_the_last_day(
        self, borrower: User, risk_manager: User
    ) -> None:
        investor = factories.make_investor("i@example.cn")
        listing = factories.make_full_listing(borrower, {investor: 10_000_00})
        hold_application(application=listing.application, reason="名单核查", placed_by=risk_manager)
        deliver_events()
        last_on = listing.disburse_by_on
        assert last_on is not None
        early = last_on - dt.timedelta(days=1)
        closing._pay_out(early, closing._full_listings(early, 0, 10))
        listing.refresh_from_db()
        assert listing.status == "full"
        closing._pay_out(last_on, closing._full_listings(last_on, 0, 10))
        listing.refresh_from_db()
        assert (listing.status, listing.end_reason, Loan.objects.count()) == ("cancelled", "not_disbursed", 0)
        assert (wallet_balance(investor).available_fen, wallet_balance(investor).held_fen) == (100_000_00, 0)

    def test_a_lost_bell_is_made_good_by_the_close(self, borrower: User) -> None:
        listing = factories.make_full_listing(borrower)
        today = clock.today()
        closing._pay_out(today, closing._full_listings(today, 0, 10))
        assert Loan.objects.get(listing=listing).principal_fen == 10_000_00
