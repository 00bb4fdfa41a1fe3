"""What the credit committee ruled on a case, as its meeting hands it to the decision."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CommitteeRuling:
    """`number` names the item of the meeting whose votes were counted; `outcome` is one of DecisionOutcome."""

    number: str
    outcome: str
