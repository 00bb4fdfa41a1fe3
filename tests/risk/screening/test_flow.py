"""From the submission to the case or the refusal: what is asked, written down, done and told."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Message, User
from accounts.providers.sms import ProviderUnavailable
from accounts.services.deliver_events import deliver_events
from lending.models import Application, Decision
from lending.services.withdraw_application import withdraw_application
from risk.domain.screening import Switches, evaluate
from risk.models import CreditCase, LinkMark, ScreeningRun, SourceQuery
from risk.providers import asking
from risk.providers.sources import SourceAnswer
from risk.screening.catalogue import CATALOGUE
from risk.screening.queries import refusing_run, screening_of
from risk.screening.rule_sets import champion_on, rules_of
from risk.services import prepare_screening as preparing
from risk.services.record_screening import record_screening
from risk.services.resume_screenings import note_missing_marks, resume_screenings
from risk.services.screen_application import screen_application
from tests.factories import make_customer
from tests.lending import factories


def screened(borrower: User, **values: object) -> Application:
    application = factories.make_submitted(borrower, **values)
    deliver_events()
    application.refresh_from_db()
    return application


def run_of(application: Application) -> ScreeningRun:
    run = screening_of(application)
    assert run is not None
    return run


def hits(run: ScreeningRun) -> dict[str, str]:
    return {one["code"]: one["result"] for one in run.results if one["result"] not in ("pass", "off")}


def test_what_passes_goes_to_a_person_with_its_run(borrower: User) -> None:
    application = screened(borrower)
    run = run_of(application)
    assert application.status == "review"
    assert (run.outcome, hits(run), run.rule_set.version, run.is_deciding) == ("pass", {}, 1, True)
    assert set(run.facts) == set(CATALOGUE)
    assert run.facts["asked_fen"] == 10_000_00
    assert run.facts["room_platform_fen"] == 190_000_00
    # Instalment 875.45 and fee 6.00 at the dearest grade, and 800 of old debts, of 9,000.
    assert run.facts["burden_ppm"] == 186_828
    case = CreditCase.objects.get()
    assert case.facts["screening"]["run"] == run.number


def test_both_sources_are_asked_once_under_the_consent(borrower: User) -> None:
    application = screened(borrower)
    queries = list(SourceQuery.objects.order_by("kind"))
    assert [(one.kind, one.status, one.provider) for one in queries] == [
        ("blacklist", "answered", "sandbox"),
        ("bureau", "answered", "sandbox"),
    ]
    assert {one.consent_at for one in queries} == {application.credit_consent_at}
    assert sorted(run_of(application).queries) == sorted(one.number for one in queries)


def test_it_runs_once_however_often_it_is_called(borrower: User) -> None:
    application = screened(borrower)
    run = run_of(application)
    assert record_screening(application=application) == run
    assert screen_application(application=application) is None
    assert (ScreeningRun.objects.count(), CreditCase.objects.count(), SourceQuery.objects.count()) == (
        1,
        1,
        2,
    )


def test_a_rule_refuses_without_a_person_and_says_so(borrower: User) -> None:
    application = screened(borrower, monthly_income_fen=1_000_00)
    run = run_of(application)
    assert hits(run) == {"BURDEN_TOO_HIGH": "refuse", "INCOME_LOW": "refuse"}
    assert (application.status, application.end_reason) == ("rejected", "rejected")
    decision = Decision.objects.get()
    assert (decision.is_automatic, decision.decided_by, decision.automatic_source) == (True, None, run.number)
    assert refusing_run(decision) == run
    assert decision.reasons == ["BURDEN_TOO_HIGH", "INCOME_LOW"]
    assert decision.told[1] == {
        "en": "Your income is below the least we lend on.",
        "zh": "您的收入低于我们的最低准入要求。",
    }
    assert not CreditCase.objects.exists()
    message = Message.objects.get(to=borrower, channel="inbox", template="application_refused_by_rule")
    assert "您的收入低于我们的最低准入要求。" in message.body
    assert "第二十四条" in message.body


def test_only_a_rule_decides_without_a_person(borrower: User) -> None:
    screened(borrower, monthly_income_fen=1_000_00)
    decision = Decision.objects.get()
    for changes in ({"automatic_source": ""}, {"outcome": "return"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(**changes)


def test_what_refers_stands_in_the_case(borrower: User) -> None:
    application = screened(borrower, employed_months=2)
    assert application.status == "review"
    assert hits(run_of(application)) == {"WORK_SHORT": "refer"}
    [shown] = [
        one for one in CreditCase.objects.get().facts["screening"]["results"] if one["result"] == "refer"
    ]
    assert (shown["code"], shown["zh"]) == ("WORK_SHORT", "现职工作时间较短")


def test_a_withdrawn_application_is_not_screened(borrower: User) -> None:
    application = factories.make_submitted(borrower)
    withdraw_application(application=application, borrower=borrower)
    deliver_events()
    assert not ScreeningRun.objects.exists()
    assert not SourceQuery.objects.exists()


def test_a_second_submission_is_screened_again(borrower: User, risk_manager: User) -> None:
    from lending.services.record_decision import record_decision
    from lending.services.submit_application import submit_application

    application = screened(borrower)
    record_decision(
        application=application, outcome="return", decided_by=risk_manager, reasons=["papers_missing"]
    )
    application.refresh_from_db()
    submit_application(
        application=application, borrower=borrower, agrees_to_credit_query=True, agrees_to_disclosure=True
    )
    deliver_events()
    assert ScreeningRun.objects.filter(application=application, is_deciding=True).count() == 2
    assert SourceQuery.objects.count() == 4


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("王黑", {"BLACKLISTED": "refuse"}),
        ("王逾", {"BUREAU_OVERDUE": "refuse", "BUREAU_LATE": "refer", "BUREAU_SCORE": "refer"}),
        ("王频", {"BUREAU_QUERIES": "refer"}),
    ],
)
def test_the_sandbox_plays_every_answer(db: None, name: str, found: dict[str, str]) -> None:
    assert hits(run_of(screened(make_customer("tried@example.cn", name=name)))) == found


def test_a_source_that_is_away_refers_with_its_own_code(db: None) -> None:
    application = screened(make_customer("silent@example.cn", name="王默"))
    found = hits(run_of(application))
    assert application.status == "review"
    assert found["BUREAU_AWAY"] == found["BLACKLIST_AWAY"] == "refer"
    assert set(found.values()) == {"refer"}
    assert set(SourceQuery.objects.values_list("status", flat=True)) == {"unanswered"}


def test_old_screenings_replay_to_the_same_results(borrower: User) -> None:
    for number, changes in enumerate(({}, {"monthly_income_fen": 1_000_00}, {"employed_months": None})):
        screened(make_customer(f"old{number}@example.cn"), **changes)
    runs = list(ScreeningRun.objects.select_related("rule_set"))
    assert len(runs) == 3
    for run in runs:
        switches = Switches(run.switches["all"], frozenset(run.switches["rules"]))
        verdict = evaluate(rules_of(run.rule_set), run.facts, switches, run.switches["away"])
        again = [(one.code, one.result, list(one.missing)) for one in verdict.results]
        assert again == [(one["code"], one["result"], one["missing"]) for one in run.results]
        assert verdict.outcome == run.outcome


def test_runs_and_published_rules_cannot_be_changed(borrower: User) -> None:
    run = run_of(screened(borrower))
    with pytest.raises(IntegrityError), transaction.atomic():
        ScreeningRun.objects.filter(pk=run.pk).update(outcome="refuse")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(run.rule_set).objects.filter(pk=run.rule_set_id).update(rules=[])


# -- sources outside of the process -------------------------------------------------------------------------------


class Outside:
    """A source over the network."""

    name = "outside"
    is_outside = True

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.is_away = False

    def ask(self, *, kind: str, real_name: str, identity_number: str, key: str) -> SourceAnswer:
        from django.db import connection

        assert not connection.in_atomic_block or len(connection.savepoint_ids) <= 1, "asked in a transaction"
        self.keys.append(key)
        if self.is_away:
            raise ProviderUnavailable("away")
        values: dict[str, Any] = {"is_listed": False, "category": ""}
        if kind == "bureau":
            values = {"has_file": True, "score": 700, "overdue_loans": 0, "overdues_24_months": 0}
            values |= {"queries_3_months": 0, "open_loans": 0, "balance_fen": 0}
        return SourceAnswer(f"REF-{key}", values)


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Outside:
    source = Outside()
    for module in (preparing, asking):
        monkeypatch.setattr(module, "source_provider", lambda kind: source)
    return source


def test_an_outside_source_is_asked_by_the_task_and_not_by_the_delivery(
    borrower: User, outside: Outside
) -> None:
    application = screened(borrower)
    assert (application.status, outside.keys) == ("screening", [])
    assert resume_screenings(is_rung=True) == 1
    application.refresh_from_db()
    assert application.status == "review"
    assert sorted(outside.keys) == sorted(SourceQuery.objects.values_list("number", flat=True))
    assert resume_screenings(is_rung=True) == 0


def test_the_sweep_takes_up_what_hangs_and_asks_nothing_twice(borrower: User, outside: Outside) -> None:
    application = screened(borrower)
    [first, _second] = preparing.prepare_screening(application=application)
    preparing.record_source_answer(query=first, answer=asking.ask_source(first))
    assert resume_screenings() == 0
    Application.objects.filter(pk=application.pk).update(
        submitted_at=application.submitted_at  # the same submission, long ago
    )
    assert resume_screenings(is_rung=True) == 1
    assert len(outside.keys) == len(set(outside.keys)) == 2


def test_an_outside_source_that_is_away_refers(borrower: User, outside: Outside) -> None:
    outside.is_away = True
    application = screened(borrower)
    resume_screenings(is_rung=True)
    found = hits(run_of(application))
    assert found["BUREAU_AWAY"] == found["BLACKLIST_AWAY"] == "refer"


# -- links --------------------------------------------------------------------------------------------------------


def test_people_are_linked_by_what_they_share_and_counted_once(borrower: User) -> None:
    from tests.risk.screening.people import share

    other, third = make_customer("other@example.cn"), make_customer("third@example.cn")
    share("device", borrower, other, third)
    share("address", borrower, other)
    screened(other)
    screened(third)
    application = screened(borrower)
    run = run_of(application)
    facts = run.facts
    assert (facts["linked_people"], facts["linked_by_device"], facts["linked_by_address"]) == (2, 2, 1)
    assert hits(run) == {"DEVICE_SHARED": "refer"}
    assert {one["kind"]: one["people"] for one in run.links} == {
        "address": [other.number],
        "device": sorted([other.number, third.number]),
    }


def test_a_contact_that_is_another_applicant_links_both_ways(borrower: User) -> None:
    from tests.risk.screening.people import give_phone, give_profile

    other = make_customer("other@example.cn")
    give_phone(other, "13900000001")
    give_profile(borrower, contact_phone="13900000001")
    screened(other)
    assert run_of(screened(borrower)).facts["linked_by_contact"] == 1


def test_the_own_number_is_no_emergency_contact(borrower: User) -> None:
    from tests.risk.screening.people import give_phone, give_profile

    give_profile(borrower, contact_phone="13900000001")
    give_phone(borrower, "13900000001")
    assert hits(run_of(screened(borrower))) == {"OWN_CONTACT": "refer"}


def test_links_to_refused_people_count(borrower: User) -> None:
    from tests.risk.screening.people import share

    others = [make_customer(f"refused{number}@example.cn") for number in range(2)]
    share("device", borrower, *others)
    for other in others:
        screened(other, monthly_income_fen=1_000_00)
    run = run_of(screened(borrower))
    assert run.facts["linked_refused"] == 2
    assert hits(run) == {"DEVICE_SHARED": "refer", "LINKED_REFUSED": "refer"}


def test_applicants_of_before_get_their_marks(borrower: User) -> None:
    from tests.risk.screening.people import give_phone

    screened(borrower)
    give_phone(borrower, "13900000001")
    LinkMark.objects.all().delete()
    assert note_missing_marks() == 1
    assert note_missing_marks() == 0
    assert LinkMark.objects.get().kind == "phone"


def test_the_first_version_comes_with_the_house(db: None) -> None:
    from accounts import clock

    first = champion_on(clock.today())
    assert (first.version, first.status, len(first.rules)) == (1, "published", 33)
    assert {one["group"] for one in first.rules} == {"fraud", "identity", "policy", "exposure", "regulation"}
