"""The sections that apps add to one page, each a template with what its reader returns; nothing here looks up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Subject = TypeVar("Subject")


@dataclass(frozen=True)
class PageSection(Generic[Subject]):
    """`read(subject)` returns what the template shows as `data`, or None to show nothing."""

    code: str
    order: int
    template: str
    read: Callable[[Subject], Any]


@dataclass(frozen=True)
class ShownSection:
    code: str
    template: str
    data: Any


class PageSections(Generic[Subject]):
    """The sections of one page about one kind of subject."""

    def __init__(self) -> None:
        self._sections: dict[str, PageSection[Subject]] = {}

    def add(self, section: PageSection[Subject]) -> None:
        """Add a section, from an app's `apps.py: ready()`; two of one name are a mistake."""
        if self._sections.get(section.code, section) != section:
            raise ValueError(f"Two sections of one page are named {section.code}.")
        self._sections[section.code] = section

    def shown(self, subject: Subject) -> list[ShownSection]:
        """Return what there is to show about this subject, in order."""
        ordered = sorted(self._sections.values(), key=lambda section: (section.order, section.code))
        read = ((section, section.read(subject)) for section in ordered)
        return [
            ShownSection(section.code, section.template, data) for section, data in read if data is not None
        ]
