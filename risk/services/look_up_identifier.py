"""Look an identifier up in the risk database."""

from accounts.events import record_event
from accounts.models import User
from accounts.services.look_up_watch_value import look_up_watch_value
from accounts.watch.payloads import SEE as SEE_LISTS
from risk.database.lookup import Found, find_identifier, kind_of
from risk.database.policies import is_own


def look_up_identifier(*, text: str, actor: User) -> Found:
    """Return whom and what a whole identifier names, entries of lists only to who may see lists.

    Records `database.looked_up`: by what kind of value and whom it found, never the value. Nobody finds themselves.
    """
    found = find_identifier(text)
    found.people = [one for one in found.people if not is_own(actor, one)]
    found.contacts = [one for one in found.contacts if not is_own(actor, one)]
    found.things = [one for one in found.things if one.customer is None or not is_own(actor, one.customer)]
    if actor.has_right(SEE_LISTS):
        found.entries = look_up_watch_value(text=text, actor=actor)
    record_event(
        "database.looked_up",
        subject=None,
        actor=actor,
        data={"by": kind_of(text), "found": found.numbers},
    )
    return found
