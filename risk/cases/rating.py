"""What risk offers and thinks of a borrower, as it is decided, signed and kept."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from lending.services.set_condition import ConditionTerms


@dataclass(frozen=True)
class Rating:
    """The amount, the grade, the limit over all of the borrower's loans, and the conditions of the approval."""

    amount_fen: int
    grade: str
    limit_fen: int
    conditions: tuple[ConditionTerms, ...] = ()

    def to_keep(self) -> dict[str, Any]:
        """Return the rating as a row keeps it."""
        conditions = [
            {**vars(one), "due_on": one.due_on.isoformat() if one.due_on else None} for one in self.conditions
        ]
        return {**vars(self), "conditions": conditions}

    @classmethod
    def from_kept(cls, kept: dict[str, Any]) -> "Rating":
        """Return the rating that a row keeps."""
        conditions = tuple(
            ConditionTerms(
                one["words"], one["kind"], dt.date.fromisoformat(one["due_on"]) if one["due_on"] else None
            )
            for one in kept["conditions"]
        )
        return cls(kept["amount_fen"], kept["grade"], kept["limit_fen"], conditions)
