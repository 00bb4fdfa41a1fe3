"""Doorbells of risk: each runs one service and can be rung twice."""

from celery import shared_task

from accounts.web.request_context import request_context
from risk.services.end_meetings_in_writing import end_meetings_in_writing, find_meetings_to_end
from risk.services.remind_members import remind_members


@shared_task
def sweep_committee() -> None:
    """End meetings in writing whose time is up, and remind the members of what waits for them."""
    with request_context():
        end_meetings_in_writing(find_meetings_to_end())
        remind_members()
