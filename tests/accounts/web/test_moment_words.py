"""A timeline names what a reader knows and keeps codes to the log."""

from django.utils.translation import override

from accounts.web.moment_words import moment_sentence


def test_numbers_and_amounts_are_named_and_codes_left_out() -> None:
    data = {"from": "opened", "user": "U1", "loan": "LN1", "amount_fen": 1_234_56, "hash": "ab", "entry": ""}
    with override("zh-hans"):
        assert moment_sentence(data) == "借款 LN1 · 金额 ¥1,234.56"
    with override("en"):
        assert moment_sentence(data) == "Loan LN1 · Amount ¥1,234.56"
        assert moment_sentence({}) == ""
