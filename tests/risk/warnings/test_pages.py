"""The pages of early warning: what they show and to whom, what they ask of the database; customers see nothing."""

import datetime as dt

import pytest
from django.test import Client

from accounts.models import User
from lending.models import Loan
from risk.domain.hit_rates import Period
from risk.models import SignalRule, WarningNotice, WarningSignal
from risk.warnings.statistics import rate_sheet, signal_figures
from tests.arrivals import arrive
from tests.queries import count_queries
from tests.risk.portfolio.books import write_down
from tests.risk.warnings.factories import DUE, RETRIED, failed_debits, manager, night, noticed, unpaid_loan

ROOM = "/office/risk/warnings/"


def text_of(client: Client, path: str) -> str:
    client.cookies["django_language"] = "en"
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_from_the_desk_to_a_closed_notice(borrower: User, risk_officer: User) -> None:
    signal = failed_debits(borrower)
    owner = manager()
    desk, own = arrive(risk_officer), arrive(owner)
    loan = Loan.objects.get()
    assert "Three failed debits in 60 days" in text_of(desk, ROOM)
    page = text_of(desk, f"{ROOM}signals/{signal.number}/")
    assert loan.number in page
    assert "Debits of a loan that failed within 60 days: 3 or more" in page
    # Too few words: told at the field, nothing happened, what was typed is kept.
    asked = {"signals": [signal.number], "level": "red", "words": "请", "owner": owner.number}
    refused = desk.post(f"{ROOM}notices/new/{loan.number}/", asked)
    assert refused.status_code == 422
    assert "Write between 2 and 1000 letters." in refused.content.decode()
    assert not WarningNotice.objects.exists()
    asked["words"] = "请核实客户近况。"
    done = desk.post(f"{ROOM}notices/new/{loan.number}/", asked)
    notice = WarningNotice.objects.get()
    assert done["Location"] == f"{ROOM}notices/{notice.number}/"
    assert notice.number in text_of(own, f"{ROOM}notices/own/")
    place = f"{ROOM}notices/{notice.number}/"
    assert "Send the answer" in text_of(own, place)
    assert own.post(f"{place}answer/", {"words": "已上门核实，月底前还款。"}).status_code == 302
    assert f"risk/limits/?kind=borrower&amp;key={borrower.number}" in text_of(desk, place)
    assert borrower.number in text_of(desk, f"/office/risk/limits/?kind=borrower&key={borrower.number}")
    closed = desk.post(f"{place}close/", {"outcome": "confirmed", "reason": "风险属实。"})
    assert closed.status_code == 302
    signal.refresh_from_db()
    assert (signal.status, signal.outcome) == ("closed", "confirmed")


def test_the_loans_page_shows_what_is_live_to_those_who_may_see_it(
    borrower: User, risk_officer: User, customer_service: User
) -> None:
    notice = noticed(failed_debits(borrower), risk_officer)
    loan = Loan.objects.get()
    page = f"/office/lending/loans/{loan.number}/"
    assert notice.number in text_of(arrive(risk_officer), page)
    assert notice.number not in text_of(arrive(customer_service), page)
    theirs = arrive(borrower)
    assert notice.number not in text_of(theirs, f"/borrow/loans/{loan.number}/")
    for place in ("", f"notices/{notice.number}/", "hit-rates/"):
        assert theirs.get(f"{ROOM}{place}").status_code in (302, 403, 404)
    # A colleague whose notice it is not, and who sees no warnings, finds nothing.
    assert arrive(manager("other@example.cn")).get(f"{ROOM}notices/{notice.number}/").status_code == 404


def test_hit_rates_of_a_day_are_the_same_whenever_they_are_asked(borrower: User, risk_officer: User) -> None:
    loan = unpaid_loan(borrower)
    write_down(DUE)
    for n in range(4):
        night(DUE + dt.timedelta(days=n), loan)
        write_down(DUE + dt.timedelta(days=n))
    bad_on = DUE + dt.timedelta(days=31)
    night(bad_on - dt.timedelta(days=1), loan)
    write_down(bad_on)
    period = Period(DUE, bad_on, 28)
    found = signal_figures(period)
    # Three failed debits on the 17th: 29 days before the loan is over 30 days late, one day too many.
    debits, first = found.rates["FAILED_DEBITS", 1], found.rates["FIRST_PAYMENT", 1]
    assert (debits.covered, debits.followed, debits.caught) == (1, 0, 0)
    assert (first.covered, first.followed, first.caught, first.median_lead_days) == (1, 1, 1, 28)
    assert (first.precision_ppm, first.base_ppm, first.lift_ppm) == (1_000_000, 1_000_000, 1_000_000)
    # What happens later changes nothing of that day.
    before = rate_sheet(found).file_lines()
    WarningSignal.objects.filter(code="FAILED_DEBITS").update(
        status="closed",
        outcome="false_alarm",
        closed_on=bad_on + dt.timedelta(days=1),
        closed_at="2026-04-01T08:00:00+08:00",
    )
    write_down(bad_on + dt.timedelta(days=40))
    assert rate_sheet(signal_figures(period)).file_lines() == before
    later = signal_figures(Period(DUE, bad_on + dt.timedelta(days=1), 28))
    assert later.rates["FAILED_DEBITS", 1].false_alarms == 1
    page = text_of(arrive(risk_officer), f"{ROOM}hit-rates/?start={DUE}&on={bad_on}&follow=30")
    assert "100.0%" in page


def test_a_rule_is_asked_for_on_its_page(risk_officer: User, risk_manager: User) -> None:
    desk = arrive(risk_officer)
    place = f"{ROOM}rules/DEALER_CLUSTER/"
    assert 'value="20"' in text_of(desk, place)
    asked = {
        "name_zh": "经销商逾期聚集",
        "name_en": "Late loans cluster at a dealer",
        "days": 180,
        "least_loans": 5,
        "least_late": 2,
        "share_ppm": 101,
        "severity": "act",
        "is_on": "on",
        "reason": "太敏感",
    }
    assert desk.post(place, asked).status_code == 422
    assert desk.post(place, {**asked, "share_ppm": 30}).status_code == 302
    row = SignalRule.objects.get(code="DEALER_CLUSTER", status="proposed")
    assert row.parameters["share_ppm"] == 300_000
    new = {"code": "LATE_FIRST_10", "name_zh": "首期逾期十天", "name_en": "First instalment ten days late"}
    new |= {"days": 10, "severity": "act", "is_on": "on", "reason": "补充"}
    assert desk.post(f"{ROOM}rules/new/?kind=first_payment", new).status_code == 302
    assert "Waits for approval" in text_of(arrive(risk_manager), f"{ROOM}rules/")
    assert arrive(risk_manager).post(place, asked).status_code == 200


def test_the_desk_asks_as_much_for_one_signal_as_for_many(borrower: User, risk_officer: User) -> None:
    signal = failed_debits(borrower)
    client = arrive(risk_officer)
    asked = count_queries(client, ROOM)
    for n in range(10):
        WarningSignal.objects.create(
            number=f"WSX{n}",
            code=f"CODE_{n}",
            rule=signal.rule,
            severity="act",
            subject_type="loan",
            subject_key=signal.subject_key,
            loan=signal.loan,
            borrower=borrower,
            raised_on=RETRIED,
            raised_at=signal.raised_at,
            last_hit_on=RETRIED,
        )
    assert count_queries(client, ROOM) == asked
    noticed(signal, risk_officer)
    assert count_queries(client, f"{ROOM}notices/") <= 20


@pytest.mark.django_db
def test_without_a_book_there_are_no_rates(risk_manager: User) -> None:
    assert "There is no book yet" in text_of(arrive(risk_manager), f"{ROOM}hit-rates/")
