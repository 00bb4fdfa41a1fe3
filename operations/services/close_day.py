"""Close one business day."""

import datetime as dt
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import clock
from accounts.closing import CloseStep, close_steps
from accounts.errors import Refused
from accounts.event_log_invariants import head_of_log
from accounts.locking import lock_one
from accounts.models import BusinessDate, Event
from accounts.states import move
from operations.models import CloseStepRun, DayClose, SetAsideRow
from operations.services.prove_books import BREACHED

logger = logging.getLogger(__name__)

LEASE_SILENCE = dt.timedelta(seconds=60)
Progress = Callable[[str], None]


@dataclass(frozen=True)
class ClosedDay:
    business_date: dt.date
    rows_done: int
    set_aside: int
    # The invariants that the proof of the books found broken.
    breaches: tuple[str, ...] = ()


def close_day(*, business_date: dt.date, progress: Progress | None = None) -> ClosedDay:
    """Move the books to the next day, run the closed day's steps, and mark it closed.

    Resumable: an interrupted close goes on at its progress marks, and each step runs once for a date. A row whose
    work fails is set aside and reported; the others go on. Refuses (`close_running`) while another process holds
    the lease, (`wrong_day`) any day but the oldest open one.
    """
    close = _take_lease(business_date)
    if close.status == DayClose.Status.CLOSED:
        return _summary(close)
    runs = _open_runs(close)
    idle: list[int] = []
    for step in close_steps():
        if progress is not None:
            progress(step.name)
        with clock.closing(business_date):
            if not _run_step(close, runs[step.name], step):
                idle.append(runs[step.name].pk)
    CloseStepRun.objects.filter(pk__in=idle).update(finished_at=clock.now())
    _mark_closed(close)
    return _summary(close)


def _take_lease(business_date: dt.date) -> DayClose:
    """Claim the day for this process and move the business date past it, in one transaction."""
    lease, moment = uuid.uuid4().hex, clock.now()
    with transaction.atomic():
        date_row = lock_one(BusinessDate.objects.filter(pk=BusinessDate.SINGLE_ID))
        if date_row.closed_through_on is not None and business_date <= date_row.closed_through_on:
            return DayClose.objects.get(business_date=business_date)
        _check_turn(date_row, business_date)
        close, _created = DayClose.objects.get_or_create(
            business_date=business_date, defaults={"lease": "", "heartbeat_at": moment, "started_at": moment}
        )
        if close.lease and close.heartbeat_at > moment - LEASE_SILENCE and close.lease != lease:
            raise Refused("close_running", _("Another process is closing this day."))
        close.lease, close.heartbeat_at = lease, moment
        close.save(update_fields=["lease", "heartbeat_at"])
        if date_row.today_on == business_date:
            date_row.today_on = business_date + dt.timedelta(days=1)
            date_row.save(update_fields=["today_on"])
    return close


def _check_turn(date_row: BusinessDate, business_date: dt.date) -> None:
    """Only the day the books are on may close, or the one whose close was interrupted just before it."""
    interrupted = date_row.today_on - dt.timedelta(days=1)
    running = DayClose.objects.filter(business_date=interrupted, status=DayClose.Status.RUNNING).exists()
    expected = interrupted if running else date_row.today_on
    if business_date != expected:
        raise Refused("wrong_day", _("The next day to close is %(day)s.") % {"day": date_format(expected)})


def _open_runs(close: DayClose) -> dict[str, CloseStepRun]:
    """Return the run of every step, made now where the close has not come to it before."""
    there = {run.step for run in close.step_runs.all()}
    moment = clock.now()
    missing = [step.name for step in close_steps() if step.name not in there]
    CloseStepRun.objects.bulk_create(
        [CloseStepRun(close=close, step=name, started_at=moment) for name in missing]
    )
    return {run.step: run for run in close.step_runs.all()}


def _run_step(close: DayClose, run: CloseStepRun, step: CloseStep) -> bool:
    """Work through a step's rows; return whether there were any, so that idle steps end with one statement for all."""
    if run.finished_at is not None:
        return True
    before = run.done_through_id
    while ids := list(step.find(close.business_date, run.done_through_id, step.batch_size)):
        try:
            _work_batch(close, run, step, ids)
        except Exception:
            logger.exception("close %s: a batch of %s failed; its rows run singly", close, step.name)
            run.refresh_from_db()
            _work_singly(close, run, step, ids)
        if len(ids) < step.batch_size:
            break
    if run.done_through_id == before:
        return False
    run.finished_at = clock.now()
    run.save(update_fields=["finished_at"])
    return True


def _work_batch(close: DayClose, run: CloseStepRun, step: CloseStep, ids: list[int]) -> None:
    """Do one batch and its progress mark in one transaction."""
    if not step.is_atomic:
        step.work(close.business_date, ids)
    with transaction.atomic():
        _beat(close)
        if step.is_atomic:
            step.work(close.business_date, ids)
        run.done_through_id = max(ids)
        run.rows_done += len(ids)
        run.save(update_fields=["done_through_id", "rows_done"])


def _work_singly(close: DayClose, run: CloseStepRun, step: CloseStep, ids: list[int]) -> None:
    for row_id in sorted(ids):
        try:
            _work_batch(close, run, step, [row_id])
        except Refused as refusal:
            if refusal.code == "close_lost":
                raise
            _set_aside(run, row_id, refusal)
        except Exception as error:
            logger.exception("close %s: row %s of %s is set aside", close, row_id, step.name)
            _set_aside(run, row_id, error)


def _set_aside(run: CloseStepRun, row_id: int, error: Exception) -> None:
    with transaction.atomic():
        run.refresh_from_db()
        SetAsideRow.objects.create(
            run=run, row_id=row_id, error=f"{type(error).__name__}: {error}"[:2000], at=clock.now()
        )
        run.done_through_id = max(run.done_through_id, row_id)
        run.save(update_fields=["done_through_id"])


def _beat(close: DayClose) -> None:
    """Show that this process lives; stop if another one took the lease over meanwhile."""
    kept = DayClose.objects.filter(pk=close.pk, lease=close.lease).update(heartbeat_at=clock.now())
    if kept != 1:
        raise Refused("close_lost", _("Another process took this close over."))


def _mark_closed(close: DayClose) -> None:
    with transaction.atomic():
        date_row = lock_one(BusinessDate.objects.filter(pk=BusinessDate.SINGLE_ID))
        _beat(close)
        date_row.closed_through_on = close.business_date
        date_row.save(update_fields=["closed_through_on"])
        sealed = head_of_log()
        move(
            close,
            DayClose.Status.CLOSED,
            actor=None,
            finished_at=clock.now(),
            seal_number=sealed["seal"],
            seal_hash=sealed["hash"],
        )


def _summary(close: DayClose) -> ClosedDay:
    runs = list(close.step_runs.all())
    return ClosedDay(
        business_date=close.business_date,
        rows_done=sum(run.rows_done for run in runs),
        set_aside=SetAsideRow.objects.filter(run__close=close).count(),
        breaches=_breaches(close),
    )


def _breaches(close: DayClose) -> tuple[str, ...]:
    found = Event.objects.filter(subject_type="dayclose", subject_id=close.pk, kind=BREACHED)
    proof = found.order_by("pk").last()
    return tuple(proof.data["invariants"]) if proof is not None else ()
