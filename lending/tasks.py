"""Doorbells of lending: each runs one service and can be rung twice."""

from celery import shared_task

from accounts.web.request_context import request_context
from lending.services.serve_auto_invest import serve_open_listings


@shared_task
def invest_automatically() -> None:
    """Let the waiting rules look at the market: a listing or a rule may be new, money may have come in.

    Not a handler of events: a delivery is one transaction, and many bids in one would hold many wallets' locks at once.
    """
    with request_context():
        serve_open_listings()
