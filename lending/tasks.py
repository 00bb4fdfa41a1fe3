"""Doorbells of lending: each runs one service and can be rung twice."""

from celery import shared_task

from accounts.web.request_context import request_context
from lending.services.serve_auto_invest import serve_open_listings


@shared_task
def invest_automatically() -> None:
    """Let the waiting rules look at the market again: money may have come in, limits may be free."""
    with request_context():
        serve_open_listings()
