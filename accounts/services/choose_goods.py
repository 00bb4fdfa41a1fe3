"""Say what a dealer sells."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.dealers.acting import lock_for_member
from accounts.dealers.policy import goods_categories
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Dealer, User


def choose_goods(*, dealer: Dealer, actor: User, categories: Sequence[str]) -> None:
    """Keep the categories the dealer asks to be admitted for; refuses (`category_unknown`) any other."""
    known = [one.code for one in goods_categories()]
    chosen = [code for code in known if code in categories]
    if not chosen or set(categories) - set(known):
        raise Refused("category_unknown", _("Choose what you sell from the list."), field="categories")
    with transaction.atomic():
        row = lock_for_member(dealer, actor, filling=True)
        Dealer.objects.filter(pk=row.pk).update(wanted_categories=chosen)
        record_event("dealer.goods_chosen", subject=row, actor=actor, data={"categories": chosen})
