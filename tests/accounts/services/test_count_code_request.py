"""Codes cost money and patience: so many a minute, an hour and a day, for a number, a network and in all."""

import datetime as dt

import pytest
from django.db import connection

from accounts import clock
from accounts.errors import Refused
from accounts.models import CodeRequest, RuleVersion, VerificationCode
from accounts.rules import rule_value
from accounts.services.count_code_request import count_code_request, forget_code_requests
from accounts.services.issue_code import forget_codes, issue_code

pytestmark = [pytest.mark.django_db, pytest.mark.patient]

PHONE = "13812345678"
DAY = dt.date(2026, 11, 23)


def ask(at: str, address: str = PHONE, origin: str = "") -> str:
    """Ask at a time of the day; return what was said."""
    with clock.simulated(DAY, dt.time.fromisoformat(at)):
        try:
            count_code_request(address=address, origin=origin)
        except Refused as refusal:
            return refusal.code
    return "counted"


def test_one_a_minute_for_a_number_however_it_is_written() -> None:
    assert ask("09:00", "a@example.cn") == "counted"
    assert ask("09:00:59", "A@Example.CN") == "too_many_codes"
    assert ask("09:00:59", "b@example.cn") == "counted"
    assert ask("09:01:01", "a@example.cn") == "counted"
    assert CodeRequest.objects.count() == 3


def test_five_an_hour_and_ten_a_day_for_a_number() -> None:
    assert [ask(f"09:{minute:02d}") for minute in range(0, 12, 2)] == ["counted"] * 5 + ["too_many_codes"]
    assert [ask(f"11:{minute:02d}") for minute in range(0, 12, 2)] == ["counted"] * 5 + ["too_many_codes"]
    assert ask("23:00") == "too_many_codes"
    with clock.simulated(DAY + dt.timedelta(days=1), dt.time(9, 1)):
        count_code_request(address=PHONE)


def test_a_network_is_counted_whatever_numbers_it_asks_for() -> None:
    said = [ask("09:00", f"139000{n:05d}", "203.0.113.7") for n in range(6)]
    assert said == ["counted"] * 5 + ["too_many_codes"]
    assert ask("09:00", "13911112222", "203.0.113.8") == "counted"
    hour = [ask(f"10:{n:02d}", f"138000{n:05d}", "203.0.113.9") for n in range(0, 44, 2)]
    assert hour == ["counted"] * 20 + ["too_many_codes"] * 2


def test_all_together_have_a_limit_a_day() -> None:
    seeded = RuleVersion.objects.filter(code="code.limits").first()
    RuleVersion.objects.create(
        pack=seeded.pack,
        code=seeded.code,
        value={**seeded.value, "all_day": 3},
        valid_from_on=DAY - dt.timedelta(days=900),
        article=seeded.article,
        source_state=seeded.source_state,
        text_en="x",
        text_zh="x",
    )
    assert rule_value("code.limits", on=DAY)["all_day"] == 3
    assert [ask("09:00", f"139000{n:05d}") for n in range(4)] == ["counted"] * 3 + ["too_many_codes"]


def test_what_was_refused_is_not_counted_and_issues_no_code() -> None:
    with clock.simulated(DAY, dt.time(9)):
        issue_code(handle="a", address=PHONE, origin="203.0.113.7")
        with pytest.raises(Refused) as refusal:
            issue_code(handle="b", address=PHONE, origin="203.0.113.7")
    assert refusal.value.code == "too_many_codes"
    assert (CodeRequest.objects.count(), VerificationCode.objects.count()) == (1, 1)


def test_only_hashes_are_kept_and_for_a_day_only() -> None:
    with clock.simulated(DAY, dt.time(9)):
        issue_code(handle="a", address=PHONE, origin="203.0.113.7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_coderequest")
        row = " ".join(map(str, cursor.fetchone()))
    assert PHONE not in row
    assert "203.0.113.7" not in row
    with clock.simulated(DAY + dt.timedelta(days=1), dt.time(8, 59)):
        assert (forget_code_requests(), forget_codes()) == (0, 0)
    with clock.simulated(DAY + dt.timedelta(days=1), dt.time(9, 11)):
        assert (forget_code_requests(), forget_codes()) == (1, 1)
