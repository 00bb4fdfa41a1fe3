"""Doorbells of risk: each runs one service and can be rung twice."""

from celery import shared_task

from accounts.web.request_context import request_context
from risk.services.end_meetings_in_writing import end_meetings_in_writing, find_meetings_to_end
from risk.services.remind_members import remind_members
from risk.services.resume_screenings import note_missing_marks, resume_screenings
from risk.services.send_bureau_file import files_to_send, send_bureau_file


@shared_task
def screen_waiting() -> None:
    """Ask the outside sources about the applications that wait for them, and let the rules judge."""
    with request_context():
        resume_screenings(is_rung=True)


@shared_task
def sweep_screenings() -> None:
    """Take up what hangs because a bell was lost or a worker died."""
    with request_context():
        resume_screenings()
        note_missing_marks()


def ring_screening() -> None:
    """Ring the worker that asks; when the broker is away the sweep finds the applications."""
    screen_waiting.apply_async(retry=False)


@shared_task
def sweep_committee() -> None:
    """End meetings in writing whose time is up, and remind the members of what waits for them."""
    with request_context():
        end_meetings_in_writing(find_meetings_to_end())
        remind_members()


@shared_task
def send_to_bureau() -> None:
    """Hand approved files over to the credit bureau."""
    with request_context():
        for number in files_to_send():
            send_bureau_file(number=number)


def ring_bureau() -> None:
    """Ring the worker that sends; when the broker is away the sweep finds the file."""
    send_to_bureau.apply_async(retry=False)
