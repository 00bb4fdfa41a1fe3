"""Questions and answers of the help centre, as data in both languages."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent / "help.toml"


@dataclass(frozen=True)
class HelpAnswer:
    slug: str
    topic: str
    question: str
    answer: list[str]


@cache
def _raw() -> list[dict[str, str]]:
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))["answer"]


def help_answers(language: str, search: str = "") -> list[HelpAnswer]:
    """Return the answers in the language whose text holds every word of the search."""
    suffix = "zh" if language.startswith("zh") else "en"
    found = [
        HelpAnswer(
            slug=one["slug"],
            topic=one[f"topic_{suffix}"],
            question=one[f"question_{suffix}"],
            answer=one[f"answer_{suffix}"].strip().split("\n"),
        )
        for one in _raw()
    ]
    words = search.lower().split()
    return [one for one in found if all(word in _text(one) for word in words)]


def _text(one: HelpAnswer) -> str:
    return " ".join([one.topic, one.question, *one.answer]).lower()
