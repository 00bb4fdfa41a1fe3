"""The life of the rules: drafted, tried, approved by another person, in force from a day; switched off at once."""

import datetime as dt
from typing import Any

import pytest

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.models import Approval, Event, User
from accounts.services.decide_approval import decide_approval
from accounts.services.deliver_events import deliver_events
from lending.models import Application
from risk.models import RuleSet, RuleSwitch, ScreeningRun
from risk.screening import queries
from risk.screening.rule_sets import challenger_on, champion_on
from risk.services.ask_switch_on import ask_switch_on
from risk.services.draft_rule_set import draft_rule_set
from risk.services.drop_rule_set import drop_rule_set
from risk.services.end_challenger import end_challenger
from risk.services.propose_rule_set import Publication, propose_rule_set
from risk.services.retire_rule_sets import retire_rule_sets
from risk.services.save_rule import save_rule
from risk.services.switch_rule_off import switch_rule_off
from risk.services.try_rule_set import try_rule_set
from tests.factories import make_customer, make_staff
from tests.lending import factories

LOW = 1_500_00  # between the least the first version asks for and nothing


def rule_of(row: RuleSet, code: str) -> dict[str, Any]:
    return next(one for one in row.rules if one["code"] == code)


def drafted(author: User, *, least_fen: int = 1_000_00) -> RuleSet:
    """Return a draft that lends on lower incomes."""
    row = draft_rule_set(based_on=champion_on(clock.today()), made_by=author)
    changed = {
        **rule_of(row, "INCOME_LOW"),
        "all": [{"fact": "monthly_income_fen", "op": "below", "value": least_fen}],
    }
    save_rule(rule_set=row, rule=changed, saved_by=author)
    row.refresh_from_db()
    return row


def tried(row: RuleSet, author: User) -> None:
    today = clock.today()
    try_rule_set(rule_set=row, from_on=today - dt.timedelta(days=30), to_on=today, made_by=author)


def published(author: User, checker: User, **publication: Any) -> RuleSet:
    row = drafted(author)
    tried(row, author)
    wanted = Publication(**{"from_on": clock.today(), **publication})
    propose_rule_set(rule_set=row, publication=wanted, maker=author, reason="Fewer refusals.")
    approve(checker)
    row.refresh_from_db()
    return row


def approve(checker: User, *, agrees: bool = True) -> None:
    approval = Approval.objects.get(status="open")
    decide_approval(
        number=approval.number,
        checker=checker,
        is_approved=agrees,
        shown_hash=approval.payload_hash,
        note="Looked at it.",
    )
    deliver_events()


def send_in(email: str, **values: object) -> Application:
    application = factories.make_submitted(make_customer(email), **values)
    deliver_events()
    application.refresh_from_db()
    return application


def test_a_version_goes_from_draft_to_force_by_another_person(risk_officer: User, risk_manager: User) -> None:
    first = champion_on(clock.today())
    row = published(risk_officer, risk_manager)
    assert (row.status, row.version, row.checker) == ("published", 2, risk_manager)
    assert champion_on(clock.today()) == row
    first.refresh_from_db()
    assert first.status == "retired"
    application = send_in("low@example.cn", monthly_income_fen=LOW, amount_fen=1_000_00, monthly_debt_fen=0)
    assert application.status == "review"
    assert ScreeningRun.objects.get().rule_set == row


def test_whoever_wrote_the_rules_does_not_approve_them(risk_manager: User) -> None:
    row = drafted(risk_manager)
    tried(row, risk_manager)
    propose_rule_set(
        rule_set=row, publication=Publication(clock.today()), maker=risk_manager, reason="Fewer refusals."
    )
    with pytest.raises(Refused):
        approve(risk_manager)
    assert champion_on(clock.today()).version == 1
    approve(make_staff("other@example.cn", "risk_manager"), agrees=False)
    row.refresh_from_db()
    assert (row.status, champion_on(clock.today()).version) == ("draft", 1)


def test_rules_are_tried_as_they_stand_before_they_are_proposed(risk_officer: User) -> None:
    row = drafted(risk_officer)
    publication = Publication(clock.today())

    def ask() -> None:
        propose_rule_set(rule_set=row, publication=publication, maker=risk_officer, reason="Fewer refusals.")

    with pytest.raises(Refused, match="not_tried"):
        ask()
    tried(row, risk_officer)
    save_rule(rule_set=row, rule={**rule_of(row, "WORK_SHORT"), "is_on": False}, saved_by=risk_officer)
    with pytest.raises(Refused, match="not_tried"):
        ask()
    row.refresh_from_db()
    assert (row.status, Approval.objects.exists()) == ("draft", False)


@pytest.mark.parametrize(
    ("publication", "code"),
    [
        ({"from_on": dt.date(2020, 1, 1)}, "bad_date"),
        ({"lane": "challenger", "share_ppm": 0}, "bad_share"),
        ({"lane": "challenger", "share_ppm": 500_001}, "bad_share"),
        ({"share_ppm": 10}, "bad_share"),
    ],
)
def test_what_cannot_be_published_is_not_proposed(
    risk_officer: User, publication: dict[str, Any], code: str
) -> None:
    row = drafted(risk_officer)
    tried(row, risk_officer)
    wanted = Publication(**{"from_on": clock.today(), **publication})
    with pytest.raises(Refused, match=code):
        propose_rule_set(rule_set=row, publication=wanted, maker=risk_officer, reason="Fewer refusals.")
    row.refresh_from_db()
    assert row.status == "draft"


def test_a_copy_that_changes_nothing_is_not_proposed(risk_officer: User) -> None:
    row = draft_rule_set(based_on=champion_on(clock.today()), made_by=risk_officer)
    tried(row, risk_officer)
    with pytest.raises(Refused, match="nothing_new"):
        propose_rule_set(
            rule_set=row, publication=Publication(clock.today()), maker=risk_officer, reason="Fewer refusals."
        )
    drop_rule_set(rule_set=row, actor=risk_officer)
    with pytest.raises(StaleState):
        save_rule(rule_set=row, rule=rule_of(row, "WORK_SHORT"), saved_by=risk_officer)


@pytest.mark.parametrize(
    "changes",
    [
        {"all": [{"fact": "purpose", "op": "is_one_of", "value": ["stocks"]}]},
        {"all": [{"fact": "password", "op": "above", "value": 1}]},
        {"outcome": "refuse", "told_zh": ""},
    ],
)
def test_what_is_no_rule_stays_out_of_the_draft(risk_officer: User, changes: dict[str, Any]) -> None:
    row = draft_rule_set(based_on=champion_on(clock.today()), made_by=risk_officer)
    with pytest.raises(Refused, match="bad_rule"):
        save_rule(rule_set=row, rule={**rule_of(row, "WORK_SHORT"), **changes}, saved_by=risk_officer)
    row.refresh_from_db()
    assert row.content_hash == champion_on(clock.today()).content_hash


def test_a_test_run_says_who_would_end_differently_and_does_nothing(risk_officer: User) -> None:
    send_in("good@example.cn")
    low = send_in("low@example.cn", monthly_income_fen=LOW, amount_fen=1_000_00, monthly_debt_fen=0)
    row = drafted(risk_officer)
    today = clock.today()
    test = try_rule_set(rule_set=row, from_on=today, to_on=today, made_by=risk_officer)
    assert (test.tried, test.counts) == (2, {"pass>pass": 1, "refuse>pass": 1})
    [change] = test.changes
    assert (change["application"], change["rules"]) == (low.number, ["INCOME_LOW"])
    low.refresh_from_db()
    assert (low.status, ScreeningRun.objects.count()) == ("rejected", 2)


def test_a_version_of_tomorrow_waits_for_its_day(risk_officer: User, risk_manager: User) -> None:
    today = clock.today()
    row = published(risk_officer, risk_manager, from_on=today + dt.timedelta(days=1))
    assert (row.status, champion_on(today).version) == ("published", 1)
    assert champion_on(row.in_force_from_on or today) == row
    assert retire_rule_sets(business_date=today) == 0
    assert retire_rule_sets(business_date=today + dt.timedelta(days=1)) == 1
    assert RuleSet.objects.get(version=1).status == "retired"


# -- champion and challenger --------------------------------------------------------------------------------------


def test_a_challenger_decides_its_share_and_looks_on_at_the_others(
    risk_officer: User, risk_manager: User
) -> None:
    challenger = published(risk_officer, risk_manager, lane="challenger", share_ppm=500_000)
    assert (champion_on(clock.today()).version, challenger_on(clock.today())) == (1, challenger)
    applications = [
        send_in(f"low{n}@example.cn", monthly_income_fen=LOW, amount_fen=1_000_00, monthly_debt_fen=0)
        for n in range(6)
    ]
    for application in applications:
        runs = {one.rule_set.version: one for one in ScreeningRun.objects.filter(application=application)}
        assert {version: run.outcome for version, run in runs.items()} == {1: "refuse", 2: "pass"}
        [deciding] = [one for one in runs.values() if one.is_deciding]
        assert application.status == ("rejected" if deciding.rule_set.version == 1 else "review")
        assert runs[1].facts == runs[2].facts
    found = queries.comparison(challenger, 10)
    assert found.pairs == [("refuse", "pass", 6)]
    assert found.decided + found.looked_on == 6
    assert 0 < found.decided < 6
    assert len(found.differing) == 6


def test_ending_a_trial_needs_a_reason_and_gives_everything_back(
    risk_officer: User, risk_manager: User
) -> None:
    challenger = published(risk_officer, risk_manager, lane="challenger", share_ppm=500_000)
    with pytest.raises(Refused, match="reason_missing"):
        end_challenger(rule_set=challenger, actor=risk_manager, reason=" ")
    end_challenger(rule_set=challenger, actor=risk_manager, reason="Refuses too few.")
    assert challenger_on(clock.today()) is None
    with pytest.raises(StaleState):
        end_challenger(rule_set=challenger, actor=risk_manager, reason="Again.")


# -- the kill switch ----------------------------------------------------------------------------------------------


def test_what_is_switched_off_refers_at_once_and_goes_back_on_by_another_person(
    risk_manager: User,
) -> None:
    poor = {"monthly_income_fen": LOW, "amount_fen": 1_000_00, "monthly_debt_fen": 0}
    with pytest.raises(Refused, match="reason_missing"):
        switch_rule_off(rule_code="INCOME_LOW", reason=" ", actor=risk_manager)
    with pytest.raises(Refused, match="unknown_rule"):
        switch_rule_off(rule_code="NO_SUCH_RULE", reason="It errs.", actor=risk_manager)
    assert send_in("before@example.cn", **poor).status == "rejected"
    switch = switch_rule_off(rule_code="INCOME_LOW", reason="It errs.", actor=risk_manager)
    with pytest.raises(Refused, match="already_off"):
        switch_rule_off(rule_code="INCOME_LOW", reason="It errs.", actor=risk_manager)
    assert Event.objects.get(kind="rule_switch.off").data == {"rule": "INCOME_LOW", "reason": "It errs."}
    application = send_in("during@example.cn", **poor)
    assert application.status == "review"
    run = queries.screening_of(application)
    assert run is not None
    assert (run.outcome, run.switches["rules"]) == ("refer", ["INCOME_LOW"])
    ask_switch_on(switch=switch, maker=risk_manager, reason="It is mended.")
    assert RuleSwitch.objects.get().status == "off"
    approve(make_staff("other@example.cn", "risk_manager"))
    assert RuleSwitch.objects.get().status == "on"
    assert send_in("after@example.cn", **poor).status == "rejected"


def test_everything_refers_when_all_refusals_are_off(risk_manager: User) -> None:
    switch_rule_off(rule_code="", reason="Something is wrong.", actor=risk_manager)
    application = send_in("all@example.cn", monthly_income_fen=LOW)
    assert application.status == "review"
    run = queries.screening_of(application)
    assert run is not None
    assert {one["result"] for one in run.results} == {"pass", "refer"}
