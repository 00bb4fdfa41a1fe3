"""How entries for customers and the origins of fields read, to colleagues masked and to their owner in full."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.forms import ChoiceField
from django.utils.translation import gettext as _

from accounts import clock
from accounts.assisted import is_open, values_of
from accounts.crypto import mask_address, mask_identity_number, mask_name, mask_phone
from accounts.field_origins import FieldStory, origins_of
from accounts.forms.assisted import ENTRY_FORMS, OpeningForm
from accounts.models import AssistedEntry, FieldOrigin, User
from accounts.services.save_contact import contact_of, contact_values
from accounts.web.formats import yuan
from accounts.web.parts import Fact


def entry_initial(customer: User) -> dict[str, str]:
    """Return how a customer is reached now, so that a colleague does not change it by leaving it alone."""
    values = contact_values(customer, contact_of(customer))
    return {name: values[name] for name in ("reached_by", "language")}


def entry_facts(entry: AssistedEntry, *, is_masked: bool) -> list[Fact]:
    """Return what was entered, field by field; nothing of an entry that has ended."""
    fields = ENTRY_FORMS.get(entry.kind, OpeningForm).base_fields
    before = _before(entry) if not is_masked else {}
    facts = [Fact(_("Mobile number"), mask_phone(entry.phone))] if entry.phone else []
    for name, value in sorted(values_of(entry).items(), key=lambda pair: list(fields).index(pair[0])):
        if value != "":
            was = _shown(name, before[name], fields[name], is_masked) if before.get(name) else ""
            hint = _("so far: %(value)s") % {"value": was} if was else ""
            facts.append(Fact(fields[name].label, _shown(name, value, fields[name], is_masked), hint=hint))
    return facts


def _before(entry: AssistedEntry) -> dict[str, str]:
    """Return what an entry would change, for its owner."""
    if entry.kind != AssistedEntry.Kind.CONTACT or entry.customer is None or not is_open(entry):
        return {}
    return contact_values(entry.customer, contact_of(entry.customer))


def _shown(name: str, value: Any, field: Any, is_masked: bool) -> str:
    if name.endswith("_fen"):
        return yuan(value)
    if isinstance(field, ChoiceField):
        return str(dict(field.choices).get(value, value))
    return mask_field(name, str(value)) if is_masked else str(value)


def mask_field(name: str, value: str) -> str:
    """Return a value as pages of the office show it."""
    if name == "identity_number":
        return mask_identity_number(value)
    if name.endswith("_name"):
        return mask_name(value)
    if name.endswith("phone"):
        return mask_phone(value)
    return mask_address(value) if name.endswith("address") and value else value


def contact_facts(user: User, *, is_own: bool) -> list[Fact]:
    """Return the postal address, masked for others, and how the customer is best reached and spoken to."""
    kept = contact_of(user)
    address = kept.address if is_own else mask_field("address", kept.address)
    languages = dict(OpeningForm.base_fields["language"].choices)  # type: ignore[attr-defined]
    return [
        Fact(_("Postal address"), address or _("not given"), code="address"),
        Fact(_("Best reached"), kept.get_reached_by_display(), code="reached_by"),
        Fact(_("Language"), languages.get(user.language, user.language), code="language"),
    ]


def with_origins(user: User, *groups: Iterable[Fact], is_own: bool) -> list[list[Fact]]:
    """Return the groups of facts with a line under each field that says who entered it and when."""
    stories = origins_of(user)
    return [
        [
            replace(fact, hint=_story_line(stories[fact.code], is_own)) if fact.code in stories else fact
            for fact in group
        ]
        for group in groups
    ]


def _story_line(story: FieldStory, is_own: bool) -> str:
    parts = [_entered_line(story.entered, is_own)] if story.entered else []
    if story.verified:
        parts.append(
            _("verified by the identity service on %(at)s") % {"at": _instant(story.verified.entered_at)}
        )
    return " · ".join(parts)


def _instant(at: dt.datetime | None) -> str:
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if at else ""


def _entered_line(origin: FieldOrigin, is_own: bool) -> str:
    at = _instant(origin.entered_at)
    if origin.source != FieldOrigin.Source.ASSISTED:
        if origin.source == FieldOrigin.Source.IMPORT:
            return _("imported on %(at)s") % {"at": at}
        return (_("entered by you on %(at)s") if is_own else _("entered by the customer on %(at)s")) % {
            "at": at
        }
    facts = {"at": at, "confirmed": _instant(origin.confirmed_at), "who": origin.entered_by.name}
    if is_own:
        return _("entered by customer service on %(at)s, confirmed by you on %(confirmed)s") % facts
    return _("entered by %(who)s on %(at)s, confirmed by the customer on %(confirmed)s") % facts
