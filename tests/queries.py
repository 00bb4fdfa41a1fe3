"""Counting what a page asks of the database."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def count_queries(client: Client, url: str) -> int:
    """Return how many queries a page takes when everything that is loaded once was loaded."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def assert_same_few_queries(
    client: Client, url: str, *, grow: Callable[[int], None], limit: int = 12
) -> None:
    """Assert that a signed-in page takes at most `limit` queries, and the same with one row and with nine."""
    grow(1)
    with_one = count_queries(client, url)
    grow(8)
    with_nine = count_queries(client, url)
    assert with_nine == with_one <= limit, f"{url}: {with_one} with one row, {with_nine} with nine"
