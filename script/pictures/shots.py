"""Which pages the README shows, seen by whom and on what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shot:
    """One picture. `follow` is a part of the address of the first link to open from the page, if any."""

    name: str
    path: str
    role: str = ""
    language: str = "zh-hans"
    is_phone: bool = False
    is_dark: bool = False
    follow: str = ""


SHOTS = (
    Shot("home", "/"),
    Shot("market", "/market/"),
    Shot("listing-phone", "/market/", follow="/market/", is_phone=True),
    Shot("calculator-en", "/calculator/", language="en"),
    Shot("loan-phone", "/borrow/", role="borrower", follow="/borrow/loans/", is_phone=True),
    Shot("portfolio", "/invest/", role="investor"),
    Shot("portfolio-dark-en", "/invest/", role="investor", language="en", is_dark=True),
    Shot("wallet-phone-en", "/wallet/", role="investor", language="en", is_phone=True),
    Shot("case", "/office/risk/cases/", role="risk_manager", follow="/office/risk/cases/"),
    Shot("books-en", "/office/finance/cash/", role="finance_manager", language="en"),
    Shot("closes", "/office/operations/closes/", role="operations_manager"),
)
