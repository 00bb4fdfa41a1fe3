"""The pages of the screening: what they show, to whom, and what their forms do."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import translation

from accounts import clock
from accounts.models import Approval, User
from accounts.services.deliver_events import deliver_events
from risk.models import RuleSet, RuleSwitch, RuleTest, ScreeningRun
from risk.screening import story
from risk.screening.catalogue import RESULT_WORDS
from risk.screening.rule_sets import champion_on
from tests.arrivals import arrive
from tests.factories import make_customer, make_staff
from tests.lending import factories
from tests.queries import assert_same_few_queries
from tests.risk.screening.test_rule_sets import drafted, published

HOME = "/office/risk/screening/"


@pytest.fixture
def desk(risk_officer: User) -> Client:
    return arrive(risk_officer)


def screen(email: str, **values: object) -> ScreeningRun:
    application = factories.make_submitted(make_customer(email), **values)
    deliver_events()
    return ScreeningRun.objects.get(application=application)


def test_the_page_counts_what_each_rule_said(desk: Client) -> None:
    screen("good@example.cn")
    screen("short@example.cn", employed_months=2)
    screen("low@example.cn", monthly_income_fen=1_000_00)
    context = desk.get(HOME).context
    assert [(one.words, one.count, one.share) for one in context["shares"]] == [
        ("通过", 1, "33.3%"),
        ("转人工", 1, "33.3%"),
        ("拒绝", 1, "33.3%"),
    ]
    figures = {one.code: one.figures for one in context["rules"]}
    assert (figures["WORK_SHORT"].asked, figures["WORK_SHORT"].referred) == (3, 1)
    assert (figures["INCOME_LOW"].refused, figures["INCOME_LOW"].unknown) == (1, 0)


def test_what_a_hit_does_is_told_of_now_and_what_became_of_one_as_past() -> None:
    rule = {
        "code": "X",
        "group": "fraud",
        "name_en": "x",
        "name_zh": "x",
        "told_en": "",
        "told_zh": "",
        "all": [],
    }
    with translation.override("en"):
        lines = [
            story._rule_line({**rule, "outcome": outcome, "is_on": True}, None, set()).outcome
            for outcome in ("pass", "refer", "refuse")
        ]
        assert lines == ["Passes", "Refers", "Refuses"]
        assert [str(RESULT_WORDS[one]) for one in ("pass", "refer", "refuse")] == [
            "Passed",
            "Referred",
            "Refused",
        ]


def test_a_run_shows_results_facts_and_sources(desk: Client) -> None:
    run = screen("short@example.cn", employed_months=2)
    page = desk.get(f"{HOME}runs/{run.number}/").content.decode()
    for words in ("WORK_SHORT", "现职工作时间较短", "转人工", "征信机构", run.application.number):
        assert words in page


def test_nobody_looks_at_an_own_screening(risk_officer: User, desk: Client) -> None:
    run = screen("own@example.cn")
    risk_officer.person = run.application.borrower.person
    risk_officer.save()
    assert desk.get(f"{HOME}runs/{run.number}/").status_code == 404


def test_the_list_of_runs_asks_the_same_of_one_and_of_nine(desk: Client) -> None:
    def grow(by: int) -> None:
        first = ScreeningRun.objects.count()
        for number in range(first, first + by):
            factories.make_submitted(make_customer(f"asks{number}@example.cn"))
        deliver_events()

    assert_same_few_queries(desk, f"{HOME}runs/", grow=grow)


def test_a_rule_is_changed_tried_and_proposed_on_the_pages(desk: Client, risk_officer: User) -> None:
    run = screen("low@example.cn", monthly_income_fen=1_500_00, amount_fen=1_000_00, monthly_debt_fen=0)
    first = champion_on(clock.today())
    assert desk.post(f"{HOME}rules/{first.number}/copy/").status_code == 302
    row = RuleSet.objects.get(status="draft")
    rules = f"{HOME}rules/{row.number}/"
    form = desk.get(f"{rules}rule/INCOME_LOW/").context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    assert values["value0"] == "2000.00"
    values.pop("is_on")
    assert desk.post(f"{rules}rule/INCOME_LOW/", {**values, "value0": "x", "is_on": "on"}).status_code == 422
    assert (
        desk.post(f"{rules}rule/INCOME_LOW/", {**values, "value0": "1000", "is_on": "on"}).status_code == 302
    )
    today = clock.today().isoformat()
    wish = {"lane": "champion", "from_on": today, "reason": "Fewer refusals."}
    assert desk.post(f"{rules}propose/", wish).status_code == 422
    answer = desk.post(f"{rules}try/", {"from_on": today, "to_on": today}, follow=True)
    page = answer.content.decode()
    assert run.application.number in page
    assert "收入低于最低要求" in page
    assert answer.context["sentence"] == "1笔过往申请中，有1笔结果会不同。"
    assert desk.post(f"{rules}propose/", wish).status_code == 302
    assert Approval.objects.get().kind == "risk.publish_rules"
    manager = arrive(make_staff("checks@example.cn", "risk_manager"))
    page = manager.get(f"/office/approvals/{Approval.objects.get().number}/").content.decode()
    assert "INCOME_LOW" in page


def test_a_rule_is_added_from_the_catalogue(desk: Client, risk_officer: User) -> None:
    row = drafted(risk_officer)
    path = f"{HOME}rules/{row.number}/new/"
    chosen = desk.post(path, {"fact1": "burden_ppm", "fact2": "purpose"})
    assert chosen["Location"] == f"{path}?fact=burden_ppm&fact=purpose"
    values = {
        "code": "TRAVEL_BURDEN",
        "group": "policy",
        "outcome": "refer",
        "is_on": "on",
        "name_zh": "旅游借款负担偏高",
        "name_en": "Travel on a tight budget",
        "told_zh": "",
        "told_en": "",
        "op0": "above",
        "value0": "40.5",
        "op1": "is_one_of",
        "value1": ["travel"],
    }
    assert desk.post(chosen["Location"], values).status_code == 302
    row.refresh_from_db()
    assert row.rules[-1]["all"] == [
        {"fact": "burden_ppm", "op": "above", "value": 405_000},
        {"fact": "purpose", "op": "is_one_of", "value": ["travel"]},
    ]
    assert desk.post(chosen["Location"], {**values, "value1": ["stocks"]}).status_code == 422
    assert desk.post(chosen["Location"], {**values, "code": "small"}).status_code == 422


def test_the_kill_switch_is_the_managers(desk: Client, risk_manager: User) -> None:
    values = {"rule": "INCOME_LOW", "reason": "It errs."}
    assert desk.post(f"{HOME}off/", values).status_code == 403
    manager = arrive(risk_manager)
    assert manager.post(f"{HOME}off/", {**values, "rule": "NONE"}).status_code == 422
    assert manager.post(f"{HOME}off/", values).status_code == 302
    switch = RuleSwitch.objects.get()
    page = manager.get(HOME)
    assert "It errs." in page.content.decode()
    assert next(one for one in page.context["rules"] if one.code == "INCOME_LOW").is_switched_off
    assert manager.post(f"{HOME}off/{switch.number}/end/", {"reason": "Mended now."}).status_code == 302
    assert Approval.objects.get().kind == "risk.switch_rule_on"


def test_the_comparison_is_of_a_challenger_and_ended_by_the_manager(
    risk_officer: User, risk_manager: User
) -> None:
    challenger = published(risk_officer, risk_manager, lane="challenger", share_ppm=100_000)
    manager = arrive(risk_manager)
    path = f"{HOME}rules/{challenger.number}/"
    assert manager.get(f"{path}compare/").status_code == 200
    assert manager.get(f"{HOME}rules/{champion_on(clock.today()).number}/compare/").status_code == 404
    assert manager.post(f"{path}end/", {"reason": "Enough seen."}).status_code == 302
    challenger.refresh_from_db()
    assert challenger.status == "retired"


def test_every_page_opens_in_both_languages(risk_officer: User, risk_manager: User) -> None:
    run = screen("low@example.cn", monthly_income_fen=1_000_00)
    row = drafted(risk_officer)
    desk = arrive(risk_officer)
    today = clock.today()
    desk.post(
        f"{HOME}rules/{row.number}/try/",
        {"from_on": (today - dt.timedelta(days=3)).isoformat(), "to_on": today.isoformat()},
    )
    test = RuleTest.objects.get()
    paths = ("", f"runs/{run.number}/", "runs/", "rules/", f"rules/{row.number}/", f"tests/{test.number}/")
    for language in ("en", "zh-hans"):
        desk.cookies["django_language"] = language
        for path in paths:
            assert desk.get(f"{HOME}{path}").status_code == 200
