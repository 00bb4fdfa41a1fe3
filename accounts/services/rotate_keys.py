"""Write every encrypted value anew under the first key of the ring."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.crypto import writing_key
from accounts.rotation import Place, encrypted_places

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class RotatedPlace:
    """One place: how many values each key had written before and after, and how many were changed."""

    name: str
    before: dict[str, int]
    after: dict[str, int]
    changed: int


def rotate_keys(*, is_dry_run: bool = False, progress: Progress | None = None) -> list[RotatedPlace]:
    """Go through every place of ciphertext; safe while the site runs, and to be interrupted and run again.

    Values under a key that is not in the ring cannot be read; they are counted and left alone. When no place counts an
    older key any more, that key may leave the ring.
    """
    return [_rotate(place, is_dry_run, progress) for place in encrypted_places()]


def _rotate(place: Place, is_dry_run: bool, progress: Progress | None) -> RotatedPlace:
    before = place.count_by_key()
    old = sum(count for key_id, count in before.items() if key_id not in (writing_key(), "?"))
    if is_dry_run or not old:
        return RotatedPlace(place.name, before, before, 0)

    def step(done: int) -> None:
        if progress is not None:
            progress(place.name, done, old)

    changed = place.rotate(step)
    return RotatedPlace(place.name, before, place.count_by_key(), changed)
