"""A part of a whole in ppm, rounded half up."""

from finance.domain.money import PPM, divide_half_up


def share_ppm(part: int, whole: int) -> int:
    """Return part of whole; of nothing it is zero."""
    return divide_half_up(part * PPM, whole) if whole else 0


def known_share_ppm(part: int, whole: int) -> int | None:
    """Return part of whole, None of nothing, where nothing is not the same as zero."""
    return share_ppm(part, whole) if whole else None
