"""Why a receipt is what it is: the holder's share of each part of the payment, down to the last fen."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.web.formats import yuan
from accounts.web.parts import Why, WhyLine
from lending.domain.allocation import Component
from lending.domain.shares import ShareStep
from lending.models import ClaimReceipt
from lending.queries.receipt_shares import ReceiptPart
from lending.repayment_story import COMPONENTS


def why_receipt(receipt: ClaimReceipt, parts: Sequence[ReceiptPart]) -> Why:
    """Return the parts of a receipt with their sums; without their steps the parts alone."""
    if parts:
        return Why([_line(part) for part in parts])
    recorded = (
        (Component.PRINCIPAL, receipt.principal_fen),
        (Component.INTEREST, receipt.interest_fen),
        (Component.OVERDUE_INTEREST, receipt.overdue_interest_fen),
    )
    words = _("As shared on the day, before a part of the loan changed hands.")
    return Why([WhyLine(str(COMPONENTS[part]), words, fen) for part, fen in recorded if fen])


def _line(part: ReceiptPart) -> WhyLine:
    name = str(COMPONENTS[part.component])
    if part.n is not None:
        name = _("%(part)s, no. %(n)s") % {"part": name, "n": part.n}
    rules = {
        Component.PRINCIPAL: _("Shared by what each claim had outstanding before the payment."),
        Component.INTEREST: _("Shared by what each claim had outstanding when the period began."),
        Component.OVERDUE_INTEREST: _(
            "Shared by what each claim had outstanding when the instalment fell due."
        ),
    }
    return WhyLine(name, say_share(part.step), part.step.share_fen, rules[part.component])


def say_share(step: ShareStep) -> str:
    """Return a share in words: the sum, the rounding down, and the place among the largest remainders."""
    said = _("%(amount)s × %(base)s of %(whole)s, rounded down to %(floor)s.") % {
        "amount": yuan(step.amount_fen),
        "base": yuan(step.base_fen),
        "whole": yuan(step.whole_fen),
        "floor": yuan(step.floor_fen),
    }
    if not step.left_over_fen:
        return said
    place = {"left": step.left_over_fen, "place": step.place}
    if step.gets_one_more:
        rest = _(
            "%(left)s fen were left over for the largest remainders; yours is in place %(place)s: one fen more."
        )
    else:
        rest = _("%(left)s fen were left over for the largest remainders; yours is in place %(place)s: none.")
    return f"{said} {rest % place}"
