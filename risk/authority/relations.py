"""Whose debts count together: people tied to a borrower, as each room that knows of a tie says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.crypto import blind_index
from accounts.models import BorrowerProfile, User

# Family that shares a purse; a friend or a colleague is reached by telephone, and owes for nobody else.
HOUSEHOLD = ("spouse", "parent", "child")
RELATION_NAMES: dict[str, Promise] = {
    "spouse": _("Husband or wife"),
    "parent": _("Parent"),
    "child": _("Child"),
}


@dataclass(frozen=True)
class Relation:
    """A tie from the borrower to another customer; `kind` has its words in RELATION_NAMES."""

    user_id: int
    kind: str


Source = Callable[[User], Iterable[Relation]]
_sources: dict[str, Source] = {}


def add_relation_source(code: str, find: Source, names: dict[str, Promise] | None = None) -> None:
    """Add a room that knows ties between people, with the words of its kinds, from `apps.py: ready()`."""
    if _sources.get(code, find) is not find:
        raise ValueError(f"Two sources of relations are named {code}.")
    _sources[code] = find
    RELATION_NAMES.update(names or {})


def related_people(borrower: User) -> list[Relation]:
    """Return everybody whose debts count with the borrower's, each once, by customer."""
    found: dict[int, Relation] = {}
    for code in sorted(_sources):
        for relation in _sources[code](borrower):
            if relation.user_id != borrower.pk:
                found.setdefault(relation.user_id, relation)
    return [found[user_id] for user_id in sorted(found)]


def relation_name(kind: str) -> Promise | str:
    """Return a kind of tie in words."""
    return RELATION_NAMES.get(kind, kind)


def named_household(borrower: User) -> list[Relation]:
    """Return customers whose telephone number the borrower named as that of husband or wife, parent or child."""
    profile = BorrowerProfile.objects.filter(user=borrower).order_by("-version").first()
    if profile is None:
        return []
    named = (
        (profile.contact_relationship, profile.contact_phone),
        (profile.second_contact_relationship, profile.second_contact_phone),
    )
    kinds = {blind_index("phone", phone): kind for kind, phone in named if phone and kind in HOUSEHOLD}
    people = User.objects.filter(phone_index__in=kinds).values_list("pk", "phone_index")
    return [Relation(pk, kinds[index]) for pk, index in people if index]
