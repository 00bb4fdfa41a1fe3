"""The figures around a payment: what is due, and what an amount would go to."""

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.web.formats import yuan
from accounts.web.parts import Fact
from lending.domain.allocation import Component
from lending.queries.loans import LoanFile
from lending.repayment.preview import preview_payment

COMPONENTS: dict[Component, Promise] = {
    Component.COSTS: gettext_lazy("Costs of collection"),
    Component.INTEREST: gettext_lazy("Interest"),
    Component.PRINCIPAL: gettext_lazy("Principal"),
    Component.OVERDUE_INTEREST: gettext_lazy("Overdue interest"),
    Component.SERVICE_FEE: gettext_lazy("Service fee"),
}


def due_facts(file: LoanFile, free_fen: int) -> list[Fact]:
    """Return what is overdue, due today and next, and the free money."""
    overdue_fen = sum(row.unpaid_fen for row in file.overdue_rows)
    facts = []
    if overdue_fen:
        facts.append(Fact(_("Overdue"), yuan(overdue_fen), is_figure=True))
    if file.dues.now_fen > overdue_fen:
        facts.append(Fact(_("Due today"), yuan(file.dues.now_fen - overdue_fen), is_figure=True))
    ahead = file.dues.ahead[0] if file.dues.ahead else None
    if ahead is not None:
        row = next(row for row in file.book.instalments if row.n == ahead.n)
        words = _("no. %(n)s, due on %(on)s") % {"n": row.n, "on": date_format(row.due_on)}
        facts.append(Fact(_("Next instalment"), yuan(ahead.total_fen), words, is_figure=True))
    return [
        *facts,
        Fact(_("The most that can be paid now"), yuan(file.dues.payable_fen), is_figure=True, is_total=True),
        Fact(_("Free in your wallet"), yuan(free_fen), is_figure=True),
    ]


def payment_facts(file: LoanFile, amount_fen: int, free_fen: int) -> list[Fact]:
    """Return what an amount goes to, part by part in the order of the law, and what stays in the wallet."""
    facts = [
        Fact(
            _("%(part)s, no. %(n)s") % {"part": COMPONENTS[part.component], "n": part.n},
            yuan(part.amount_fen),
            is_figure=True,
        )
        for part in preview_payment(file.book, file.dues, amount_fen)
    ]
    return [
        *facts,
        Fact(_("You pay now"), yuan(amount_fen), is_figure=True, is_total=True),
        Fact(_("Free in your wallet afterwards"), yuan(free_fen - amount_fen), is_figure=True),
    ]
