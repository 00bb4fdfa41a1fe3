"""Who entered which field of a customer's data: written by the services that write the data, read by the pages."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from accounts import clock
from accounts.models import FieldOrigin, User


@dataclass(frozen=True)
class EnteredBy:
    """From where values come: by whom, confirmed when, brought by what."""

    actor: User
    source: str = FieldOrigin.Source.SELF
    entered_at: dt.datetime | None = None
    confirmed_at: dt.datetime | None = None
    reference: str = ""


def record_origins(customer: User, fields: Iterable[str], by: EnteredBy) -> None:
    """Write down in the caller's transaction where these fields of the customer come from."""
    at = clock.now()
    FieldOrigin.objects.bulk_create(
        FieldOrigin(
            customer=customer,
            field=name,
            source=by.source,
            entered_by=by.actor,
            entered_at=by.entered_at or at,
            confirmed_at=by.confirmed_at,
            reference=by.reference,
        )
        for name in fields
    )


@dataclass
class FieldStory:
    """The newest entry of a field, and the newest answer of the identity service to it."""

    entered: FieldOrigin | None = None
    verified: FieldOrigin | None = None


def origins_of(customer: User) -> dict[str, FieldStory]:
    """Return where each field comes from, in one query."""
    stories: dict[str, FieldStory] = {}
    rows = FieldOrigin.objects.filter(customer=customer).select_related("entered_by").order_by("pk")
    for row in rows:
        story = stories.setdefault(row.field, FieldStory())
        if row.source == FieldOrigin.Source.PROVIDER:
            story.verified = row
        else:
            story.entered = row
    return stories
