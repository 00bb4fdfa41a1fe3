"""The figures around a payment: what is due, and what an amount would go to."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.web.formats import yuan
from accounts.web.parts import Fact, Why, WhyLine
from lending.domain.allocation import Component, Due
from lending.instalment_story import under_version
from lending.models import Instalment
from lending.queries.loans import LoanFile
from lending.repayment.preview import preview_payment

COMPONENTS: dict[Component, Promise] = {
    Component.COSTS: gettext_lazy("Costs of collection"),
    Component.INTEREST: gettext_lazy("Interest"),
    Component.PRINCIPAL: gettext_lazy("Principal"),
    Component.OVERDUE_INTEREST: gettext_lazy("Overdue interest"),
    Component.SERVICE_FEE: gettext_lazy("Service fee"),
}
RULES: dict[Component, Promise] = {
    Component.INTEREST: gettext_lazy("Your contract; Civil Code, article 674"),
    Component.OVERDUE_INTEREST: gettext_lazy("Civil Code, article 676"),
    Component.SERVICE_FEE: gettext_lazy("Your contract"),
}


def due_facts(file: LoanFile, free_fen: int) -> list[Fact]:
    """Return what is overdue, due today and next, and the free money."""
    overdue_fen = sum(row.borrower_unpaid_fen for row in file.overdue_rows)
    facts = []
    if overdue_fen:
        facts.append(
            Fact(_("Overdue"), yuan(overdue_fen), is_figure=True, why=_why_due(file, file.overdue_rows))
        )
    if file.dues.now_fen > overdue_fen:
        today = [row for row in file.book.instalments if row.due_on == file.as_of]
        due_fen = file.dues.now_fen - overdue_fen
        facts.append(Fact(_("Due today"), yuan(due_fen), is_figure=True, why=_why_due(file, today)))
    ahead = file.dues.ahead[0] if file.dues.ahead else None
    if ahead is not None:
        row = next(row for row in file.book.instalments if row.n == ahead.n)
        words = _("no. %(n)s, due on %(on)s") % {"n": row.n, "on": date_format(row.due_on)}
        facts.append(
            Fact(
                _("Next instalment"),
                yuan(ahead.total_fen),
                words,
                is_figure=True,
                why=_why_dues(file, [ahead]),
            )
        )
    return [
        *facts,
        Fact(
            _("The most that can be paid now"),
            yuan(file.dues.payable_fen),
            is_figure=True,
            is_total=True,
            why=_why_dues(file, [*file.dues.now, *file.dues.ahead]),
        ),
        Fact(_("Free in your wallet"), yuan(free_fen), is_figure=True),
    ]


def payment_facts(file: LoanFile, amount_fen: int, free_fen: int) -> list[Fact]:
    """Return what an amount goes to, part by part in the order of the law, and what stays in the wallet."""
    lines = _preview_lines(file, amount_fen)
    facts = [Fact(line.label, yuan(line.amount_fen), is_figure=True) for line in lines]
    return [
        *facts,
        Fact(_("You pay now"), yuan(amount_fen), is_figure=True, is_total=True, why=Why(lines)),
        Fact(_("Free in your wallet afterwards"), yuan(free_fen - amount_fen), is_figure=True),
    ]


def _preview_lines(file: LoanFile, amount_fen: int) -> list[WhyLine]:
    parts = preview_payment(file.book, file.dues, amount_fen)
    lines = [_part_line(part.component, part.n, part.amount_fen) for part in parts]
    return under_version(file.loan.product_version, lines)


def _part_line(component: Component, n: int, amount_fen: int) -> WhyLine:
    label = _("%(part)s, no. %(n)s") % {"part": COMPONENTS[component], "n": n}
    return WhyLine(label, "", amount_fen, RULES.get(component, ""))


def _why_dues(file: LoanFile, dues: Sequence[Due]) -> Why:
    """Return what instalments still owe, part by part."""
    lines = [_part_line(part, due.n, due.owed(part)) for due in dues for part in Component]
    return Why(under_version(file.loan.product_version, [line for line in lines if line.amount_fen]))


def _why_due(file: LoanFile, rows: Sequence[Instalment]) -> Why:
    """Return what rows still owe, part by part."""
    return _why_dues(
        file,
        [
            Due(
                row.n,
                row.borrower_interest_fen,
                row.unpaid_principal_fen,
                row.unpaid_overdue_interest_fen,
                row.unpaid_fee_fen,
            )
            for row in rows
        ],
    )
