"""Whose turn it is to take a new case."""

from django.db.models import Count, Sum

from accounts.models import User
from accounts.staff.queries import holders_of_role
from risk.domain.collecting import fair_officer
from risk.models import CollectionCase

ROLE = "collections_officer"


def officers_for(debtor: User) -> list[User]:
    """Return who may work on a debtor's loans: everybody who collects, but the debtor in person."""
    return [
        one
        for one in holders_of_role(ROLE).select_related("person")
        if one.person_id is None or one.person_id != debtor.person_id
    ]


def next_officer(debtor: User) -> User | None:
    """Return the officer of the debtor's other live case, else whom the fair rule names; None without officers."""
    officers = {one.pk: one for one in officers_for(debtor)}
    live = CollectionCase.objects.filter(status__in=CollectionCase.LIVE, officer__in=officers)
    # One person talks to one debtor, however many loans are late.
    same = live.filter(loan__borrower=debtor).order_by("pk").values_list("officer", flat=True).first()
    if same is not None:
        return officers[same]
    loads = dict.fromkeys(officers, (0, 0))
    counted = live.order_by().values("officer").annotate(n=Count("pk"), fen=Sum("loan__outstanding_fen"))
    for row in counted:
        loads[row["officer"]] = (row["n"], row["fen"])
    chosen = fair_officer(loads)
    return officers[chosen] if chosen is not None else None
