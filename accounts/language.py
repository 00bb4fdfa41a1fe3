"""Which of two texts the reader reads."""

from django.utils.translation import get_language


def in_language(en: str, zh: str) -> str:
    """Return the English text to whoever reads English, the Chinese one to everybody else."""
    return en if (get_language() or "").startswith("en") else zh
