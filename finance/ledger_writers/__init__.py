"""How a batch of entries is written, one file a database: a constant number of statements for any number of rows."""

from typing import NamedTuple


class WrittenEntry(NamedTuple):
    """An entry that was not there before, by its position in the batch."""

    position: int
    id: int
