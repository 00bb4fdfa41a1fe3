"""The code of a company: one spelling for each, look-alikes refused."""

import pytest

from accounts.domain.uscc import BadUscc, check_character, read_uscc

GOOD = "91110000600037341L"


def test_the_check_character_of_a_real_code() -> None:
    assert check_character(GOOD[:17]) == "L"


@pytest.mark.parametrize(
    "text", [GOOD, GOOD.lower(), f"  {GOOD} ", "9111 0000 6000 3734 1L", "91110000600037341l"]
)
def test_every_spelling_gives_one_code(text: str) -> None:
    assert read_uscc(text) == GOOD


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("91110000600037341M", "check"),
        ("91110000600037342L", "check"),
        ("９１１１００００６０００３７３４１Ｌ", "characters"),
        ("9111000060003734１L", "characters"),
        ("91110000600037341-", "characters"),
        ("9111000060003734IL", "characters"),
        ("A1110000600037341L", "characters"),
        ("9111000060003734", "length"),
        ("", "characters"),
        ("911100006000373410000L", "length"),
        ("91110000600037341Ⅼ", "characters"),
        ("'; DROP TABLE --", "characters"),
    ],
)
def test_what_is_no_code_is_refused(text: str, reason: str) -> None:
    with pytest.raises(BadUscc) as refusal:
        read_uscc(text)
    assert refusal.value.reason == reason
