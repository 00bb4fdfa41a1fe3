"""What a loan may not be used for: the words that give a forbidden purpose away (RULES ban.list)."""

from collections.abc import Iterable

# Lower case; Chinese words match anywhere, Latin ones as whole words.
WORDS: dict[str, tuple[str, ...]] = {
    "stocks": ("炒股", "股票", "证券", "打新", "stock", "stocks", "shares", "securities"),
    "margin": ("配资", "融资融券", "margin"),
    "futures": ("期货", "外汇", "期权", "futures", "forex", "options trading"),
    "structured_products": ("结构化", "信托", "structured product", "structured products"),
    "down_payment": ("首付", "购房", "买房", "down payment", "house purchase", "buy a house"),
    "re_lending": ("转贷", "放贷", "转借", "过桥", "以贷养贷", "lend on", "re-lend", "relend", "bridge loan"),
    "gambling": ("赌", "彩票", "博彩", "gambling", "gamble", "casino", "lottery", "betting"),
    "crowdfunding": ("众筹", "crowdfunding", "crowdfund"),
}


def forbidden_purpose(text: str, forbidden: Iterable[str]) -> str | None:
    """Return the first forbidden purpose whose words stand in the text, None where there is none.

    `forbidden` are the codes of the rule in force; a code without words here is left to the reviewer.
    """
    latin = " " + "".join(char if char.isalnum() or char == "-" else " " for char in text.lower()) + " "
    spaced = " ".join(latin.split())
    squeezed = "".join(text.lower().split())
    for code in forbidden:
        for word in WORDS.get(code, ()):
            if (word.isascii() and f" {word} " in f" {spaced} ") or (not word.isascii() and word in squeezed):
                return code
    return None
