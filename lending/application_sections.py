"""What floors above show on a borrower's own application: each adds its section; nothing here looks up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lending.models import Application


@dataclass(frozen=True)
class ApplicationSection:
    """A part of the page; `read` returns what the template says as `data`, None where there is nothing to show."""

    code: str
    order: int
    template: str
    read: Callable[[Application], Any]


@dataclass(frozen=True)
class ShownSection:
    template: str
    data: Any


_sections: dict[str, ApplicationSection] = {}


def add_application_section(section: ApplicationSection) -> None:
    """Add a section, from an app's `apps.py: ready()`."""
    if _sections.get(section.code, section) != section:
        raise ValueError(f"Two sections of an application are named {section.code}.")
    _sections[section.code] = section


def shown_sections(application: Application) -> list[ShownSection]:
    """Return what there is to show on this application, in order."""
    ordered = sorted(_sections.values(), key=lambda section: (section.order, section.code))
    read = ((section.template, section.read(application)) for section in ordered)
    return [ShownSection(template, data) for template, data in read if data is not None]
