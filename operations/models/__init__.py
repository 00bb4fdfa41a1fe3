from operations.models.day_close import CloseStepRun, DayClose, SetAsideRow

__all__ = ["CloseStepRun", "DayClose", "SetAsideRow"]
