"""How a person used the house: pictures sent in, face checks, entries by customer service, choices, devices."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import (
    AssistedEntry,
    Document,
    FaceCheck,
    KnownDevice,
    MessagePreference,
    OnboardingGoal,
    User,
)
from accounts.personal_data import Coded, PersonalData, Record, register_eraser, register_personal_data


def register_own_use() -> None:
    """Register parts and eraser."""
    register_personal_data(
        PersonalData(
            "documents",
            _("Pictures sent in"),
            22,
            {
                "number": _("Number"),
                "kind": _("Kind of picture"),
                "status": _("State"),
                "uploaded_at": _("Uploaded at"),
                "sha256": _("Fingerprint of the file"),
            },
            _documents,
        ),
        PersonalData(
            "face_checks",
            _("Face checks"),
            23,
            {
                "number": _("Number"),
                "status": _("Answer"),
                "provider": _("Asked service"),
                "asked_at": _("Asked at"),
                "answered_at": _("Answered"),
            },
            _faces,
        ),
        PersonalData(
            "assisted_entries",
            _("Entries by customer service"),
            46,
            {
                "number": _("Number"),
                "kind": _("What was entered"),
                "status": _("State"),
                "entered_at": _("Entered at"),
                "ended_at": _("Ended"),
            },
            _entries,
        ),
        PersonalData(
            "goal", _("What you came for"), 47, {"wants": _("Choice"), "chosen_at": _("Chosen")}, _goal
        ),
        PersonalData(
            "message_choices",
            _("Choices about messages"),
            81,
            {
                "category": _("Kind of message"),
                "channel": _("Channel"),
                "is_on": _("Wanted"),
                "changed_at": _("Changed"),
            },
            _choices,
        ),
        PersonalData(
            "devices",
            _("Devices you signed in with"),
            84,
            {"device": _("Device"), "first_at": _("First seen"), "last_at": _("Last seen")},
            _devices,
        ),
    )
    register_eraser("use", 86, _erase)


def _documents(user: User) -> Iterator[Record]:
    for row in Document.objects.filter(owner=user).order_by("pk"):
        yield {
            "number": row.number,
            "kind": Coded(row.kind, row.get_kind_display()),
            "status": Coded(row.status, row.get_status_display()),
            "uploaded_at": row.uploaded_at,
            "sha256": row.sha256,
        }


def _faces(user: User) -> Iterator[Record]:
    for row in FaceCheck.objects.filter(user=user).order_by("pk"):
        yield {
            "number": row.number,
            "status": Coded(row.status, row.get_status_display()),
            "provider": row.provider,
            "asked_at": row.asked_at,
            "answered_at": row.answered_at,
        }


def _entries(user: User) -> Iterator[Record]:
    for row in AssistedEntry.objects.filter(customer=user).order_by("pk"):
        yield {
            "number": row.number,
            "kind": Coded(row.kind, row.get_kind_display()),
            "status": Coded(row.status, row.get_status_display()),
            "entered_at": row.entered_at,
            "ended_at": row.ended_at,
        }


def _goal(user: User) -> Iterator[Record]:
    for row in OnboardingGoal.objects.filter(user=user):
        yield {"wants": Coded(row.wants, row.get_wants_display()), "chosen_at": row.chosen_at}


def _choices(user: User) -> Iterator[Record]:
    for row in MessagePreference.objects.filter(user=user).order_by("pk"):
        yield {
            "category": Coded(row.category, row.get_category_display()),
            "channel": Coded(row.channel, row.get_channel_display()),
            "is_on": row.is_on,
            "changed_at": row.changed_at,
        }


def _devices(user: User) -> Iterator[Record]:
    for row in KnownDevice.objects.filter(user=user).order_by("pk"):
        yield {"device": row.words, "first_at": row.first_at, "last_at": row.last_at}


def _erase(user: User) -> None:
    KnownDevice.objects.filter(user=user).delete()
