"""The figures a customer sees before a withdrawal is ordered."""

from django.utils.translation import gettext as _

from accounts.web.parts import Fact, Why, WhyLine
from finance.models import BankCard
from finance.queries.wallets import WalletBalance
from finance.templatetags.money import yuan


def withdrawal_facts(
    *, balance: WalletBalance, amount_fen: int, card: BankCard, is_company: bool = False
) -> list[Fact]:
    """Return what leaves the wallet, the fee (there is none), what arrives and where, and what stays."""
    leaves = WhyLine(_("Leaves your wallet"), _("The amount you entered."), amount_fen)
    fee = WhyLine(
        _("Fee"), _("0% of any amount."), 0, _("Neither we nor the custodian bank charge for paying out.")
    )
    return [
        Fact(_("Leaves your wallet"), yuan(amount_fen), is_figure=True),
        Fact(_("Fee"), yuan(0), is_figure=True, why=Why([fee])),
        Fact(
            _("Arrives on the company's account") if is_company else _("Arrives on your card"),
            yuan(amount_fen),
            card.masked,
            is_figure=True,
            is_total=True,
            why=Why([leaves, fee]),
        ),
        Fact(
            _("Stays available"),
            yuan(balance.available_fen - amount_fen),
            is_figure=True,
            why=Why(
                [
                    WhyLine(_("Available now"), "", balance.available_fen),
                    WhyLine(_("Leaves your wallet"), "", -amount_fen),
                ]
            ),
        ),
    ]
