"""Doorbells of lending: each runs one service and can be rung twice."""

from celery import shared_task

from accounts.web.request_context import request_context
from lending.services.seal_paper import seal_papers
from lending.services.serve_auto_invest import serve_open_listings
from lending.services.sweep_papers import sweep_papers


@shared_task
def invest_automatically() -> None:
    """Let the waiting rules look at the market: a listing or a rule may be new, money may have come in.

    Not a handler of events: a delivery is one transaction, and many bids in one would hold many wallets' locks at once.
    """
    with request_context():
        serve_open_listings()


@shared_task
def seal_waiting_papers() -> None:
    """Seal the papers that were written, the oldest first."""
    with request_context():
        seal_papers()


@shared_task
def write_missing_papers() -> None:
    """Write the papers that no event has brought about."""
    with request_context():
        sweep_papers()


def ring_sealer() -> None:
    """Ring the worker that seals; when the broker is away the sweep finds the rows."""
    seal_waiting_papers.apply_async(retry=False)
