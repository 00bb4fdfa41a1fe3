"""The dealers whose goods can be financed, by number and name."""

from collections.abc import Iterable

from django.db.models import Q

from accounts.models import Dealer


def dealer_choices(also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return number and name of the active dealers, and of others that are named, in the order of their names."""
    wanted = Dealer.objects.filter(Q(status=Dealer.Status.ACTIVE) | Q(number__in=list(also)))
    rows = wanted.order_by("organisation__legal_name", "number")
    return list(rows.values_list("number", "organisation__legal_name"))
