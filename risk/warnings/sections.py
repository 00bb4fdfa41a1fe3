"""What early warning shows on pages of other rooms, to those who may see it and to nobody else."""

from dataclasses import dataclass

from accounts.models import User
from lending.models import Loan
from risk.models import WarningNotice, WarningSignal
from risk.warnings.desk import SEE
from risk.warnings.queries import live_warnings
from risk.warnings.words import ICONS, TONES, rule_name


@dataclass(frozen=True)
class WarningLine:
    """A live signal or notice in one line; `row` has its number."""

    row: WarningSignal | WarningNotice
    words: str
    label: str
    tone: str
    icon: str


@dataclass(frozen=True)
class ShownWarnings:
    signals: list[WarningLine]
    notices: list[WarningLine]


def shown_warnings(
    viewer: User, *, borrower: User | None = None, loan: Loan | None = None
) -> ShownWarnings | None:
    """Return what is live about a borrower or a loan; None where there is nothing, or not for this viewer."""
    if not viewer.has_right(SEE):
        return None
    found = live_warnings(borrower=borrower, loan=loan)
    if found is None:
        return None
    return ShownWarnings(
        [
            WarningLine(
                one, rule_name(one.rule), one.get_severity_display(), TONES[one.severity], ICONS[one.severity]
            )
            for one in found.signals
        ],
        [
            WarningLine(one, one.words, one.get_level_display(), TONES[one.level], ICONS[one.level])
            for one in found.notices
        ],
    )
