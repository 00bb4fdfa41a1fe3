"""Versioned texts that people sign or answer: an answer keeps the version it was given to."""

import tomllib
from functools import cache
from pathlib import Path

from accounts.domain.suitability import Group, Option, Question, Questionnaire

FOLDER = Path(__file__).parent
CURRENT_QUESTIONNAIRE = "suitability-2026-1"


@cache
def questionnaire(version: str = CURRENT_QUESTIONNAIRE) -> Questionnaire:
    """Return a version of the investor's risk questionnaire, in both languages."""
    if not version.replace("-", "").isalnum():
        raise LookupError(version)
    data = tomllib.loads((FOLDER / f"{version}.toml").read_text(encoding="utf-8"))
    first, second, third, fourth = data["from_points"]
    questions = tuple(
        Question(
            entry["code"],
            {"en": entry["en"], "zh-hans": entry["zh"]},
            tuple(
                Option(
                    option["code"],
                    option["points"],
                    {"en": option["en"], "zh-hans": option["zh"]},
                    option.get("at_most", ""),
                    tuple(option.get("ages", ())),
                )
                for option in entry["options"]
            ),
        )
        for entry in data["question"]
    )
    groups = tuple(
        Group(entry["code"], {"en": entry["en"], "zh-hans": entry["zh"]}, tuple(entry["questions"]))
        for entry in data["group"]
    )
    return Questionnaire(version, (first, second, third, fourth), questions, groups)
