"""What goods orders add to the ground: messages, cards, names of entries, the step of the close."""

from django.utils.translation import gettext_lazy as _

from accounts.documents import let_read
from accounts.events import subscribe
from accounts.models import User
from accounts.web.sections import MeSection, add_me_section
from finance.entry_kinds import name_entry_kinds, name_purposes
from lending.goods.closing import register_steps
from lending.goods.messages import TOLD, register_messages
from lending.goods.policies import may_read_evidence
from lending.goods.scorecard import register_scorecard
from lending.goods.waiting import register_waiting_returns
from lending.models import GoodsOrder
from lending.queries.goods import open_orders_of

FOLLOWED = (
    "application.approved",
    "application.funded",
    "application.rejected",
    "application.withdrawn",
    "application.expired",
    "application.cancelled",
)


def register_goods() -> None:
    """Register everything; called from `apps.py: ready()`."""
    register_messages()
    register_steps()
    register_waiting_returns()
    register_scorecard()
    subscribe("lending.follow_order", FOLLOWED, "lending.handlers.follow_order")
    subscribe(
        "lending.offset_payout",
        ["goods_order.delivered", "goods_order.released", "deposit.confirmed"],
        "lending.handlers.offset_payout",
    )
    subscribe("lending.tell_of_order", list(TOLD), "lending.goods.messages.tell_of_order")
    add_me_section(MeSection("goods_orders", 31, "lending/customer/_me_orders.html", _open_orders))
    name_entry_kinds(
        {
            "goods.down_payment_back": _("Down payment given back"),
            "goods.returned": _("Goods returned: refund"),
            "goods.subsidy_set_aside": _("Interest set aside by the dealer"),
        }
    )
    name_purposes(
        {
            "down_payment": _("Down payment"),
            "merchant_fee": _("Merchant fee"),
            "retention": _("Retention"),
            "subsidy": _("Interest the dealer pays"),
        }
    )
    let_read(GoodsOrder, may_read_evidence)


def _open_orders(user: User) -> list[GoodsOrder] | None:
    return open_orders_of(user) or None
