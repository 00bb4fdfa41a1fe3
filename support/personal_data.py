"""What support knows of a person: the notes and tags, what the copy gives along, how they are erased."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import Coded, PersonalData, Record, register_eraser, register_personal_data
from support.models import CustomerNote, CustomerTag


def register_support_data() -> None:
    """Register parts and eraser of support."""
    register_personal_data(
        PersonalData(
            "notes",
            _("Notes of customer service"),
            82,
            {
                "number": _("Number"),
                "kind": _("Kind of note"),
                "written_at": _("Written"),
                "words": _("Text"),
                "struck_at": _("Struck out"),
            },
            _notes,
        ),
        PersonalData(
            "tags",
            _("Tags of customer service"),
            83,
            {"tag": _("Tag"), "put_at": _("Put on"), "taken_off_at": _("Taken off")},
            _tags,
        ),
    )
    register_eraser("support", 10, erase)


def _notes(user: User) -> Iterator[Record]:
    for row in CustomerNote.objects.filter(customer=user).order_by("pk"):
        yield {
            "number": row.number,
            "kind": Coded(row.kind, row.get_kind_display()),
            "written_at": row.written_at,
            "words": row.words,
            "struck_at": row.struck_at,
        }


def _tags(user: User) -> Iterator[Record]:
    for row in CustomerTag.objects.filter(customer=user).select_related("tag").order_by("pk"):
        yield {
            "tag": Coded(row.tag.code, row.tag.name),
            "put_at": row.put_at,
            "taken_off_at": row.taken_off_at,
        }


def erase(user: User) -> None:
    """Empty what was written of a person, and take the tags with it."""
    CustomerNote.objects.filter(customer=user).update(words="", struck_because="")
    CustomerTag.objects.filter(customer=user).delete()
