"""The customer's file in the office: each app adds its sections, one page shows them; nothing here looks up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.models.user import User


@dataclass(frozen=True)
class FileSection:
    """A section of a customer's file: `read(viewer, customer)` returns what the template shows as `data`, or None.

    Without the right a viewer does not learn that the section exists.
    """

    code: str
    order: int
    title: Promise | str
    icon: str
    template: str
    read: Callable[[User, User], Any]
    right: str = ""


@dataclass(frozen=True)
class ShownFileSection:
    code: str
    title: Promise | str
    icon: str
    template: str
    data: Any


_sections: dict[str, FileSection] = {}


def add_file_section(section: FileSection) -> None:
    """Add an app's section to the customer's file, from its `apps.py: ready()`."""
    if _sections.get(section.code, section) != section:
        raise ValueError(f"Two sections of the customer's file are named {section.code}.")
    _sections[section.code] = section


def file_sections(viewer: User, customer: User) -> list[ShownFileSection]:
    """Return the sections of a customer's file that this viewer may see, in their order."""
    shown = []
    for section in sorted(_sections.values(), key=lambda section: (section.order, section.code)):
        if section.right and not viewer.has_right(section.right):
            continue
        data = section.read(viewer, customer)
        if data is not None:
            shown.append(ShownFileSection(section.code, section.title, section.icon, section.template, data))
    return shown
