"""One sale of a claim in facts, each amount with its sum."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.web.formats import rate, yuan
from accounts.web.parts import Fact, Why, WhyLine
from finance.domain.money import PPM
from lending.claim_sales.story import days_words, price_words
from lending.models import ClaimSale, Instalment
from lending.queries.loans import rate_ppm_at


def sale_facts(sale: ClaimSale, *, is_sale: bool, amount_fen: int) -> list[Fact]:
    """Return what was paid and, for the seller, what it cost; `amount_fen` is what the wallet got (or gave)."""
    costs = _cost_facts(sale) if is_sale else []
    return [
        Fact(_("Principal"), yuan(sale.principal_fen), is_figure=True),
        Fact(
            _("Sale price"),
            yuan(sale.price_fen),
            price_words(sale.offer.price_ppm),
            is_figure=True,
            why=_why_price(sale),
        ),
        Fact(_("Accrued interest"), yuan(sale.accrued_fen), is_figure=True, why=_why_accrued(sale)),
        *costs,
        Fact(_("In your wallet"), yuan(amount_fen), is_figure=True, is_total=True),
        Fact(
            _("Fair value that day"),
            yuan(sale.fair_value_fen),
            _("estimated, accrued interest in it"),
            is_figure=True,
        ),
    ]


def _why_price(sale: ClaimSale) -> Why:
    words = _("%(principal)s × %(price)s, rounded so that all parts of the offer add up") % {
        "principal": yuan(sale.principal_fen),
        "price": rate(sale.offer.price_ppm),
    }
    return Why([WhyLine(_("Principal × price"), words, sale.price_fen, sale.offer.number)])


def _why_accrued(sale: ClaimSale) -> Why:
    loan = sale.loan
    since_on = last_due_before(sale)
    words = _("%(base)s × %(rate)s a year × %(days)s (since %(since)s), day count %(count)s") % {
        "base": yuan(sale.principal_fen + sale.earlier_fen),
        "rate": rate(rate_ppm_at(loan, sale.traded_at)),
        "days": days_words((sale.traded_on - since_on).days),
        "since": since_on.isoformat(),
        "count": loan.schedule_terms.day_count,
    }
    rule = _("Interest of the running period until the day of the sale, shared as the principal is.")
    return Why([WhyLine(_("Outstanding when the period began"), words, sale.accrued_fen, rule)])


def last_due_before(sale: ClaimSale) -> dt.date:
    """Return the day from which the interest of the sale's period ran."""
    dues = Instalment.objects.filter(loan=sale.loan, due_on__lte=sale.traded_on).order_by("-due_on")
    found = dues.values_list("due_on", flat=True).first()
    return found or sale.loan.disbursed_on


def _cost_facts(sale: ClaimSale) -> list[Fact]:
    fee_words = _("%(price)s × %(fee)s, VAT included") % {
        "price": yuan(sale.price_fen),
        "fee": rate(sale.offer.fee_ppm),
    }
    return [
        Fact(
            _("Fee of the sale"),
            yuan(-sale.fee_fen),
            is_figure=True,
            why=Why([WhyLine(_("Price × fee"), fee_words, -sale.fee_fen, "claim.sale")]),
        ),
        Fact(
            _("Service fee on the accrued interest"),
            yuan(-sale.interest_fee_fen),
            _share_words(sale, sale.interest_fee_fen, _("no service fee is taken of interest")),
            is_figure=True,
        ),
        Fact(
            _("Tax withheld on the accrued interest"),
            yuan(-sale.interest_tax_fen),
            _share_words(
                sale,
                sale.interest_tax_fen,
                _("the company withholds no tax; the interest stands in your yearly tax statement"),
            ),
            is_figure=True,
        ),
    ]


def _share_words(sale: ClaimSale, part_fen: int, none: str) -> str:
    if not part_fen or not sale.accrued_fen:
        return none
    share = rate(part_fen * PPM // sale.accrued_fen)
    return _("%(share)s of the accrued interest") % {"share": share}
