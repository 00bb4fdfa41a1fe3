"""The middle of whole numbers."""

from collections.abc import Sequence


def median(values: Sequence[int]) -> int | None:
    """Return the middle value, of an even number the lower middle's mean with the upper, down; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) // 2
