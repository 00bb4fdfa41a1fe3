"""Which bank issued a card, by the first digits, for the few that are certain; otherwise the customer says it.

The card scheme's full table is not public, so this holds only well-known beginnings. What is shown is a
help for the eye: the custodian bank alone decides whether a card is good.
"""

ISSUERS: dict[str, str] = {
    "622202": "中国工商银行",
    "621226": "中国工商银行",
    "622848": "中国农业银行",
    "621661": "中国银行",
    "621700": "中国建设银行",
    "622262": "交通银行",
    "622588": "招商银行",
    "621483": "招商银行",
    "622188": "中国邮政储蓄银行",
    "622908": "兴业银行",
}


def issuer_of(card_digits: str) -> str:
    """Return the issuing bank's name, empty where the beginning is not known."""
    return ISSUERS.get(card_digits[:6], "")
