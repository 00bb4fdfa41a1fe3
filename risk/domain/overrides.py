"""How grave it is to judge against the card."""

from collections.abc import Sequence

LOW, HIGH = "low", "high"


def side_of_grade(from_grade: str, to_grade: str, grades: Sequence[str]) -> str:
    """Return `low` where a better grade is given than the card's, `high` for a worse one; the best comes first."""
    return LOW if grades.index(to_grade) < grades.index(from_grade) else HIGH


def severity_of_grade(from_grade: str, to_grade: str, grades: Sequence[str]) -> str:
    """Return `minor` for one grade better than the card's, `major` for more; a worse grade is no exception."""
    steps = grades.index(from_grade) - grades.index(to_grade)
    return "none" if steps <= 0 else "minor" if steps == 1 else "major"


def severity_of_score(side: str) -> str:
    """Return `major` for a case that is taken though its score says no; to leave a good one is no exception."""
    return "major" if side == LOW else "none"
