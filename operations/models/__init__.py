from operations.models.day_close import CloseStepRun, DayClose, SetAsideRow
from operations.models.notice import Notice

__all__ = ["CloseStepRun", "DayClose", "Notice", "SetAsideRow"]
