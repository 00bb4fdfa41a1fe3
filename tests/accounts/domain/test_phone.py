import pytest

from accounts.domain.phone import BadPhone, normalise_phone


@pytest.mark.parametrize(
    "text", ["13812345678", " 138 1234 5678 ", "+86 138-1234-5678", "008613812345678", "8613812345678"]
)
def test_every_spelling_gives_the_same_eleven_digits(text: str) -> None:
    assert normalise_phone(text) == "13812345678"


@pytest.mark.parametrize(
    "text, reason",
    [
        ("１３８１２３４５６７８", "full_width"),
        ("1381234567٨", "full_width"),
        ("12812345678", "form"),
        ("1381234567", "form"),
        ("138123456789", "form"),
        ("010-12345678", "form"),
        ("+1 415 555 0100", "form"),
        ("13812345678;drop", "form"),
        ("手机", "form"),
        ("", "form"),
    ],
)
def test_refuses_what_is_no_mobile_number(text: str, reason: str) -> None:
    with pytest.raises(BadPhone) as refusal:
        normalise_phone(text)
    assert refusal.value.reason == reason
