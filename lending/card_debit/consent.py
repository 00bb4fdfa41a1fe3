"""What a borrower agrees to when the bound card is to be debited."""

from django.utils.translation import gettext as _

from accounts.commands import hash_inputs
from accounts.rules import rule_value
from accounts.web.formats import yuan
from finance.models import BankCard
from lending.models import Loan

VERSION = "card-debit-2026-1"


def consent_text(loan: Loan, card: BankCard, cap_fen: int) -> str:
    """Return the words of the mandate in the reader's language."""
    words = _(
        "For loan %(loan)s alone, Fenqi may have the custodian bank debit my card %(card)s with what is due and not "
        "covered by the free money of my wallet, at most %(cap)s a debit, until the loan is paid or I revoke this. "
        "I can revoke it at any time, with effect at once."
    )
    return words % {"loan": loan.number, "card": card.masked, "cap": yuan(cap_fen)}


def later_days_words() -> str:
    """Return on which days after a due date the bank is asked again (RULES `card.debit`), such as `1, 3, 6`."""
    return _(", ").join(str(n) for n in rule_value("card.debit")["days"] if n)


def consent_hash(loan: Loan, card: BankCard, cap_fen: int) -> str:
    """Return the hash that binds a mandate to its version and scope."""
    return hash_inputs({"version": VERSION, "loan": loan.number, "card": card.number, "cap_fen": cap_fen})
