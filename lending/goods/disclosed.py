"""What lenders are told about the goods behind a loan, and who sells them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.web.formats import percent, yuan
from accounts.web.parts import Fact
from lending.goods.story import goods_line
from lending.models import GoodsOrder, Product, ProductVersion


def goods_facts(version: ProductVersion, application_id: int) -> list[Fact]:
    """Return dealer, goods, price and down payment of a goods loan; nothing for a loan in cash."""
    if version.product.line != Product.Line.GOODS:
        return []
    rows = GoodsOrder.objects.filter(application=application_id)
    order = rows.select_related("dealer__organisation").prefetch_related("items").first()
    if order is None:
        return []
    share = percent(order.down_payment_fen * 1_000_000 // order.price_fen)
    return [
        Fact(_("Sold by dealer"), order.dealer.organisation.legal_name, order.dealer.number),
        Fact(_("Goods"), goods_line(order)),
        Fact(_("Price of the goods"), yuan(order.price_fen), is_figure=True),
        Fact(
            _("Down payment"),
            yuan(order.down_payment_fen),
            _("%(share)s of the price, paid by the borrower; lenders never fund it") % {"share": share},
            is_figure=True,
        ),
    ]


def sellers_of(application_ids: Iterable[int]) -> dict[int, str]:
    """Return the name of the dealer behind each application that is for goods, in one query."""
    rows = GoodsOrder.objects.filter(application__in=list(application_ids))
    return dict(rows.values_list("application", "dealer__organisation__legal_name"))
