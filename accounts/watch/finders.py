"""At which known customers a value of the watch-list stands: each app looks among what it keeps."""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet

from accounts.models.person import Person
from accounts.models.user import User
from accounts.models.watch_entry import WatchEntry
from accounts.watch.values import birth_on_of, name_birth_value

Kind = WatchEntry.Kind
# Kinds whose values stand in this app's own rows of customers; no company is a customer.
OWN = (Kind.IDENTITY, Kind.PHONE)
_finders: dict[str, Callable[[str], Iterable[int]]] = {}


def register_finder(kind: str, find: Callable[[str], Iterable[int]]) -> None:
    """Add how an app finds the logins that a value belongs to, by its blind index, from its `apps.py: ready()`."""
    _finders[kind] = find


def customers_with(entry: WatchEntry) -> list[int]:
    """Return the ids of the customers at whom the entry's value stands, in their order."""
    if entry.kind == Kind.NAME_BIRTH:
        return _by_name(entry)
    if entry.kind in _finders:
        found = _finders[entry.kind](entry.value_index)
        return list(_customers().filter(pk__in=list(found)).order_by("pk").values_list("pk", flat=True))
    if entry.kind not in OWN:
        return []
    where = "person__identity_index" if entry.kind == Kind.IDENTITY else "phone_index"
    rows = _customers().filter(**{where: entry.value_index})
    if entry.kind == Kind.PHONE:
        rows = rows.filter(phone_verified_at__isnull=False)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _by_name(entry: WatchEntry) -> list[int]:
    """Names are encrypted: those born on the day are opened and compared."""
    birth_on = birth_on_of(entry)
    born = Person.objects.filter(birth_on=birth_on).only("pk", "real_name")
    same = [one.pk for one in born if name_birth_value(one.real_name, birth_on) == entry.value]
    return list(_customers().filter(person__in=same).order_by("pk").values_list("pk", flat=True))


def _customers() -> QuerySet[User]:
    return User.objects.filter(kind=User.Kind.CUSTOMER)
