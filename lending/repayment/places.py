"""Where repayment shows itself outside its own pages: the customer's page and the wallet's statement."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.web.sections import MeSection, add_me_section
from finance.entry_kinds import name_entry_kinds, name_purposes
from lending.loan_story import NextPayment, next_payments
from lending.queries.loans import open_instalments_of
from lending.queries.portfolio import held_fen


def add_places() -> None:
    """Add the cards of the next payment and of the portfolio, and the names of the payments' entries."""
    add_me_section(MeSection("loans", 30, "lending/customer/_me_loans.html", _next_payments))
    add_me_section(MeSection("claims", 40, "lending/customer/_me_claims.html", _lent_out))
    name_entry_kinds(
        {
            "loan.payment.manual": _("Loan instalment, paid by hand"),
            "loan.payment.automatic": _("Loan instalment, debited automatically"),
            "loan.payment.card": _("Loan instalment, debited from the bank card"),
            "loan.payment.settlement": _("Early settlement of a loan"),
            "loan.payment.cooling_off": _("Loan returned within the cooling-off days"),
            "loan.cooling_reward": _("Interest of a returned loan, paid by the company"),
            "loan.payment.arrears": _("Interest and fees paid before a restructure"),
            "loan.payment.prepayment": _("Part of a loan paid early"),
            "loan.payment.recovery": _("Loan recovered after its write-off"),
            "loan.written_off": _("Loan written off, the claims alive"),
            "loan.waived": _("Principal waived by a holder"),
            "loan.cost": _("Costs of realising a claim"),
            "loan.payment.dealer": _("Loan interest, paid by the dealer"),
            "loan.payment.return": _("Loan of returned goods, paid off by the dealer"),
        }
    )
    name_purposes(
        {
            "principal": _("Principal"),
            "interest": _("Interest"),
            "cooling_interest": _("Interest of the days, paid by the company"),
            "overdue_interest": _("Overdue interest"),
            "service_fee": _("Service fee"),
            "early_fee": _("Early settlement fee"),
        }
    )


def _next_payments(user: User) -> list[NextPayment] | None:
    return next_payments(open_instalments_of(user)) or None


def _lent_out(user: User) -> dict[str, int] | None:
    fen = held_fen(user)
    return None if fen is None else {"held_fen": fen}
