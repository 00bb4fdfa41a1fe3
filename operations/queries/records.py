"""The records operations keeps: notices and closes."""

from django.db.models import Count, Q, QuerySet

from operations.models import CloseStepRun, DayClose, Notice, SetAsideRow


def published_notices() -> "QuerySet[Notice]":
    return Notice.objects.order_by("-pk")


def day_closes() -> "QuerySet[DayClose]":
    """Return the closes, newest first, each with its number of steps and of rows set aside."""
    return DayClose.objects.annotate(
        steps=Count("step_runs", distinct=True),
        finished_steps=Count("step_runs", filter=Q(step_runs__finished_at__isnull=False), distinct=True),
        set_aside=Count("step_runs__set_aside", distinct=True),
    ).order_by("-pk")


def steps_of_close(close: DayClose) -> "QuerySet[CloseStepRun]":
    return close.step_runs.annotate(set_aside_count=Count("set_aside")).order_by("pk")


def open_set_aside_rows() -> "QuerySet[SetAsideRow]":
    return (
        SetAsideRow.objects.filter(resolved_at__isnull=True)
        .select_related("run", "run__close")
        .order_by("-pk")
    )
