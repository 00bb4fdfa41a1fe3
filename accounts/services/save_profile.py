"""Keep what a borrower says of work, income, home and family."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.domain.phone import BadPhone, normalise_phone
from accounts.errors import Refused
from accounts.events import record_event
from accounts.field_origins import EnteredBy, record_origins
from accounts.locking import lock_one
from accounts.models import BorrowerProfile, User
from accounts.numbers import next_number
from accounts.services.save_draft import drop_draft

PREFIX = "BP"
DRAFT = "profile"
NEEDED = (
    "employment",
    "industry",
    "employed_months",
    "monthly_income_fen",
    "monthly_debt_fen",
    "other_debt_fen",
    "other_platform_debt_fen",
    "dependants",
    "housing",
    "home_address",
    "contact_name",
    "contact_relationship",
    "contact_phone",
)
OPTIONAL = ("employer", "second_contact_name", "second_contact_relationship", "second_contact_phone")
# Who works for somebody says for whom.
WORKS_FOR_SOMEBODY = ("employed", "civil_servant")


def save_profile(
    *, user: User, values: dict[str, Any], actor: User, entered: EnteredBy | None = None
) -> BorrowerProfile:
    """Write a new version, entered by `actor`: the customer, or staff for a caller. Earlier versions stay.

    For every field that changed it is kept who entered it; `entered` says so where staff did.

    Refuses (`profile_incomplete`) with the field what is missing, half a second contact too, (`profile_debts`) a part
    larger than the whole, (`contact_phone`) a contact whose number is no mobile number, the customer's own, or the
    other contact's.
    """
    unknown = set(values) - {*NEEDED, *OPTIONAL}
    if unknown:
        raise ValueError(f"A profile does not hold {', '.join(sorted(unknown))}.")
    if actor != user and entered is None:
        raise ValueError("What a colleague enters is confirmed by the customer first.")
    _check_complete(values)
    if values["other_platform_debt_fen"] > values["other_debt_fen"]:
        raise Refused(
            "profile_debts",
            _("This is part of the debt above and cannot be more."),
            field="other_platform_debt_fen",
        )
    with transaction.atomic():
        user = lock_one(User.objects.filter(pk=user.pk))
        _check_contacts(user, values)
        last = BorrowerProfile.objects.filter(user=user).order_by("-version").first()
        profile = BorrowerProfile.objects.create(
            number=next_number(PREFIX),
            user=user,
            version=last.version + 1 if last else 1,
            entered_by=actor,
            entered_at=clock.now(),
            **values,
        )
        drop_draft(user=user, code=DRAFT)
        changed = [name for name in values if last is None or getattr(last, name) != values[name]]
        by = entered or EnteredBy(actor, reference=profile.number)
        record_origins(user, changed, by)
        record_event(
            "profile.saved",
            subject=user,
            actor=actor,
            data={"profile": profile.number, "version": profile.version},
        )
    return profile


def _check_complete(values: dict[str, Any]) -> None:
    needed = [*NEEDED]
    if values.get("employment") in WORKS_FOR_SOMEBODY:
        needed.append("employer")
    second = [name for name in OPTIONAL if name.startswith("second_contact")]
    if any(values.get(name) for name in second):
        needed += second
    for name in needed:
        if values.get(name) in (None, ""):
            raise Refused("profile_incomplete", _("Something is still missing here."), field=name)


def _check_contacts(user: User, values: dict[str, Any]) -> None:
    taken = {user.phone}
    for field in ("contact_phone", "second_contact_phone"):
        if not values.get(field):
            continue
        try:
            phone = normalise_phone(values[field])
        except BadPhone:
            raise Refused("contact_phone", _("This is no Chinese mobile number."), field=field) from None
        if phone in taken:
            raise Refused(
                "contact_phone", _("Give the number of somebody else, and two different ones."), field=field
            )
        taken.add(phone)
