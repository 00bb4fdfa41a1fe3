"""Shares and changes for the figures of the company, in ppm."""

from finance.domain.money import PPM, divide_half_up


def share_ppm(part: int, whole: int) -> int:
    """Return part of whole in ppm, rounded half up; of nothing it is zero."""
    return divide_half_up(part * PPM, whole) if whole else 0


def change_ppm(now: int, before: int) -> int | None:
    """Return the change from before to now in ppm of before; None where there was nothing before."""
    return divide_half_up((now - before) * PPM, before) if before > 0 else None
