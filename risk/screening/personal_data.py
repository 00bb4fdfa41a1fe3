"""What the screening knows of a person beside the application: questions to outside sources, and keyed marks."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import Coded, PersonalData, Record, register_eraser, register_personal_data
from risk.models import LinkMark, SourceQuery


def register_screening_data() -> None:
    """Register the part of the copy and the eraser.

    What a rule refused for stands in the copy with the application; marks are hashes of what is there in full.
    """
    register_personal_data(
        PersonalData(
            "source_queries",
            _("Questions to credit bureau and blacklist"),
            66,
            {
                "number": _("Number"),
                "kind": _("Source"),
                "provider": _("Asked at"),
                "reference": _("Reference there"),
                "status": _("State"),
                "consent_at": _("Under your consent of"),
                "asked_at": _("Asked on"),
            },
            _queries,
        )
    )
    register_eraser("screening", 15, erase)


def erase(user: User) -> None:
    """Delete the marks: whoever is gone is linked to nobody."""
    LinkMark.objects.filter(user=user).delete()


def _queries(user: User) -> Iterator[Record]:
    rows = SourceQuery.objects.filter(application__borrower=user).order_by("pk")
    for row in rows:
        yield {
            "number": row.number,
            "kind": Coded(row.kind, row.get_kind_display()),
            "provider": row.provider,
            "reference": row.reference,
            "status": Coded(row.status, row.get_status_display()),
            "consent_at": row.consent_at,
            "asked_at": row.asked_at,
        }
