import datetime as dt

import pytest
from django.db import connection

from accounts import clock
from accounts.models import VerificationCode
from accounts.services.issue_code import issue_code
from accounts.services.use_code import use_code

pytestmark = pytest.mark.django_db


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_code_works_once_and_only_for_its_handle() -> None:
    code = issue_code(handle="mine", address="13812345678")
    issue_code(handle="other", address="13900000000")
    assert not use_code(handle="nobody", typed=code)
    assert use_code(handle="mine", typed=f" {code[:3]}-{code[3:]} ")
    assert not use_code(handle="mine", typed=code)


def test_the_fourth_try_is_wrong_even_when_it_is_right() -> None:
    code = issue_code(handle="mine", address="13812345678")
    for _ in range(3):
        assert not use_code(handle="mine", typed=wrong(code))
    assert not use_code(handle="mine", typed=code)
    assert VerificationCode.objects.get().tries == 3


def test_an_old_code_is_wrong() -> None:
    with clock.simulated(dt.date(2026, 11, 23)):
        code = issue_code(handle="mine", address="13812345678")
    with clock.simulated(dt.date(2026, 11, 23), dt.time(9, 11)):
        assert not use_code(handle="mine", typed=code)
    with clock.simulated(dt.date(2026, 11, 23), dt.time(9, 9)):
        assert use_code(handle="mine", typed=code)


@pytest.mark.parametrize("typed", ["", "１２３４５６", "abcdef", "1" * 12])
def test_look_alikes_are_wrong(typed: str) -> None:
    issue_code(handle="mine", address="13812345678")
    assert not use_code(handle="mine", typed=typed)


def test_neither_code_nor_address_is_stored_in_clear() -> None:
    code = issue_code(handle="mine", address="13812345678")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_verificationcode")
        row = " ".join(str(value) for value in cursor.fetchone()[1:4])
    assert code not in row
    assert "13812345678" not in row
