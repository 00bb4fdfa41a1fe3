"""Doorbells of the ground floor."""

from celery import shared_task

from accounts.services.build_exports import build_exports
from accounts.services.count_code_request import forget_code_requests
from accounts.services.deliver_events import deliver_events
from accounts.services.deliver_messages import deliver_messages
from accounts.services.expire_exports import expire_exports
from accounts.services.invite_colleague import invite_joiners
from accounts.services.issue_code import forget_codes
from accounts.services.seal_events import seal_events
from accounts.services.sweep_documents import sweep_documents
from accounts.web.request_context import request_context


@shared_task
def ring_consumer(consumer: str) -> None:
    """Deliver what is due for one consumer."""
    with request_context():
        deliver_events(consumer=consumer)


@shared_task
def sweep_events() -> None:
    """Deliver whatever a lost bell left behind."""
    with request_context():
        deliver_events()


def ring(consumer: str) -> None:
    """Ring a consumer's bell; when the broker is away the sweep finds the rows."""
    ring_consumer.apply_async((consumer,), retry=False)


@shared_task
def sweep_messages() -> None:
    """Send the e-mails and SMS that are due."""
    with request_context():
        deliver_messages()


@shared_task
def forget_old_codes() -> None:
    """Delete the hashes of codes and of requests for them that nothing is counted by any more."""
    with request_context():
        forget_code_requests()
        forget_codes()


@shared_task
def sweep_lost_files() -> None:
    """Erase the files of documents that never came to be."""
    with request_context():
        sweep_documents()


@shared_task
def seal_event_log() -> None:
    """Seal what was written since the last seal."""
    with request_context():
        seal_events()


@shared_task
def sweep_exports() -> None:
    """Prepare the copies of their data that people wait for, and empty those whose time is over."""
    with request_context():
        build_exports()
        expire_exports()


def ring_exports() -> None:
    """Ring the worker that prepares copies; when the broker is away the sweep finds the rows."""
    sweep_exports.apply_async(retry=False)


@shared_task
def sweep_joiners() -> None:
    """Send joiners the link by which they set their login up."""
    with request_context():
        invite_joiners()
