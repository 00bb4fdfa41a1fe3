"""The checklists that inspections follow: a rule of the pack, in versions with a date each."""

import datetime as dt
from dataclasses import dataclass

from accounts.language import in_language
from accounts.rules import rule

CODE = "inspection.checklists"


@dataclass(frozen=True)
class Question:
    words_en: str
    words_zh: str
    source: str


@dataclass(frozen=True)
class Checklist:
    """The questions of one topic, as the version of a date has them."""

    topic: str
    name: str
    from_on: dt.date
    questions: tuple[Question, ...]


def topics() -> list[tuple[str, str]]:
    """Return the topics and their names in the reader's language."""
    return [(code, in_language(one["en"], one["zh"])) for code, one in rule(CODE).value.items()]


def checklist_of(topic: str) -> Checklist | None:
    """Return the list of a topic that holds today, None for a topic that has none."""
    version = rule(CODE)
    found = version.value.get(topic)
    if found is None:
        return None
    questions = tuple(Question(one["en"], one["zh"], one["source"]) for one in found["items"])
    return Checklist(topic, in_language(found["en"], found["zh"]), version.valid_from_on, questions)
