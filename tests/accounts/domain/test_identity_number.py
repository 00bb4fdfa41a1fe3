import datetime as dt

import pytest

from accounts.domain.identity_number import BadIdentityNumber, age_on, check_character, read_identity_number

# The specimen number of the national standard.
SPECIMEN = "11010519491231002X"


@pytest.mark.parametrize("text", [SPECIMEN, "11010519491231002x", " 110105 19491231 002X "])
def test_every_spelling_gives_one_canonical_number(text: str) -> None:
    read = read_identity_number(text)
    assert (read.number, read.birth_on) == (SPECIMEN, dt.date(1949, 12, 31))


@pytest.mark.parametrize(
    "text, reason",
    [
        ("１１０１０５１９４９１２３１００２Ｘ", "characters"),
        ("11010519491231002Х", "characters"),  # a Cyrillic letter
        ("1101051949123100-X", "characters"),
        ("X1010519491231002X", "characters"),
        ("110105491231002", "old"),
        ("1101054912310021", "length"),
        ("", "characters"),
        ("110105194912310021", "check"),
        ("110105199902300" + "02" + check_character("11010519990230002"), "date"),
        ("110105189912310" + "02" + check_character("11010518991231002"), "date"),
    ],
)
def test_refuses_look_alikes_and_numbers_that_cannot_be(text: str, reason: str) -> None:
    with pytest.raises(BadIdentityNumber) as refusal:
        read_identity_number(text)
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    "birth_on, on, age",
    [
        (dt.date(2008, 11, 23), dt.date(2026, 11, 22), 17),
        (dt.date(2008, 11, 23), dt.date(2026, 11, 23), 18),
        (dt.date(2008, 2, 29), dt.date(2026, 2, 28), 17),
        (dt.date(2008, 2, 29), dt.date(2026, 3, 1), 18),
    ],
)
def test_counts_completed_years(birth_on: dt.date, on: dt.date, age: int) -> None:
    assert age_on(birth_on, on) == age
