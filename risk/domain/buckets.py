"""The buckets of days past due that reports count in; a bucket is kept by its place, worse is higher."""

from typing import NamedTuple


class Bucket(NamedTuple):
    """Hold the days past due from which a bucket begins and with which it ends."""

    from_days: int
    to_days: int | None

    @property
    def code(self) -> str:
        """Return how the bucket is called in files and addresses."""
        if self.to_days is None:
            return f"{self.from_days}+"
        return "0" if self.to_days == 0 else f"{self.from_days}-{self.to_days}"


BUCKETS = (
    Bucket(0, 0),
    Bucket(1, 30),
    Bucket(31, 60),
    Bucket(61, 90),
    Bucket(91, 180),
    Bucket(181, 360),
    Bucket(361, None),
)
# The first bucket of principal that is over so many days late (PAR 30, 60, 90).
OVER = {30: 2, 60: 3, 90: 4}


def bucket_of(days: int) -> int:
    """Return the place of the bucket for days past due, 0 where nothing is late."""
    return next(at for at, one in enumerate(BUCKETS) if one.to_days is None or days <= one.to_days)
