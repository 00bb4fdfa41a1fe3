"""What a borrower can carry: shares of income, in ppm."""

from finance.domain.money import PPM, divide_half_up


def share_of_income_ppm(payment_fen: int, income_fen: int) -> int | None:
    """Return a monthly payment as a share of monthly income in ppm; None without an income."""
    return divide_half_up(payment_fen * PPM, income_fen) if income_fen > 0 else None


def free_income_fen(income_fen: int, debt_payment_fen: int, instalment_fen: int) -> int:
    """Return what is left of a month's income after old debts and the new instalment; may be negative."""
    return income_fen - debt_payment_fen - instalment_fen
