"""Numbers that pages hide are found however they are written, and what only looks like one passes."""

import pytest

from accounts.domain.hidden_in_text import find_hidden_number


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("证件号11010519491231002X，请核对", "identity"),
        ("证件号 110105 19491231 002x", "identity"),
        ("１１０１０５１９４９１２３１００２Ｘ", "identity"),
        ("card 6225 8802 1234 5707 of the mother", "card"),
        ("6225880212345707", "card"),
        ("6225-8802-1234-5707", "card"),
        ("打138 1234 5678找他", "phone"),
        ("+8613812345678", "phone"),
        ("电话：13812345678。", "phone"),
        ("", ""),
        ("喜欢上午接电话，每月10日发工资，月供1,386.00元", ""),
        ("贷款LN20260115000040，申请AP20260115000039", ""),
        ("110105194912310021", ""),
        ("6225880212345708", ""),
        ("座机0755-82345678", ""),
        ("2026-11-27 10:37", ""),
        ("400-800-1234", ""),
    ],
)
def test_hidden_numbers_are_found_and_others_pass(text: str, kind: str) -> None:
    assert find_hidden_number(text) == kind
