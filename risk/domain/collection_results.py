"""What collection achieved in a month, line by line; every rate names what it is a part of."""

from collections.abc import Iterable
from dataclasses import dataclass

PPM = 1_000_000


@dataclass(frozen=True)
class Results:
    """One line: of an officer, of a stage, or of all. Counts of cases, promises and contacts; amounts in fen."""

    cases: int = 0
    cured: int = 0
    contacts: int = 0
    connected: int = 0
    promises_ended: int = 0
    promises_kept: int = 0
    recovered_fen: int = 0

    @property
    def cured_ppm(self) -> int | None:
        """The part of the cases worked on in the month that was cured in it."""
        return _part(self.cured, self.cases)

    @property
    def kept_ppm(self) -> int | None:
        """The part of the promises that ended in the month which were kept in full."""
        return _part(self.promises_kept, self.promises_ended)

    @property
    def contacts_per_cure_tenths(self) -> int | None:
        """Contacts made for each case cured, in tenths, rounded half up."""
        return (self.contacts * 20 + self.cured) // (2 * self.cured) if self.cured else None

    @property
    def contacts_per_cure(self) -> str:
        """The same as a number with one place; empty where nothing was cured."""
        tenths = self.contacts_per_cure_tenths
        return "" if tenths is None else f"{tenths // 10}.{tenths % 10}"


def total(lines: Iterable[Results]) -> Results:
    """Return the sum of lines that have nothing in common."""
    rows = list(lines)
    return Results(
        cases=sum(row.cases for row in rows),
        cured=sum(row.cured for row in rows),
        contacts=sum(row.contacts for row in rows),
        connected=sum(row.connected for row in rows),
        promises_ended=sum(row.promises_ended for row in rows),
        promises_kept=sum(row.promises_kept for row in rows),
        recovered_fen=sum(row.recovered_fen for row in rows),
    )


def _part(part: int, whole: int) -> int | None:
    return (part * PPM * 2 + whole) // (2 * whole) if whole else None
