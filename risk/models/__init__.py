from risk.models.credit_case import CreditCase
from risk.models.scorecard import Score, Scorecard, ScorecardPolicy

__all__ = ["CreditCase", "Score", "Scorecard", "ScorecardPolicy"]
