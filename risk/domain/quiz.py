"""A quiz: how its questions are written down, and how answers are counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LEAST_OPTIONS = 2
MOST_QUESTIONS = 50


class BadQuiz(ValueError):
    """The text is no quiz; `line` is where (from 1), `reason` what is wrong: a code."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Result:
    """How many of the questions were answered right, and whether that passes."""

    right: int
    asked: int
    is_passed: bool


def read_quiz(text: str) -> list[dict[str, Any]]:
    """Return the questions of a text: `? question`, then `+ right option` once and `- wrong option` lines.

    Each line holds the Chinese and the English words, apart by ` | `. Raises BadQuiz.
    """
    questions: list[dict[str, Any]] = []
    starts: list[int] = []
    for n, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        mark, zh, en = _read_line(n, line.strip())
        if mark == "?":
            questions.append({"zh": zh, "en": en, "options": [], "right": None})
            starts.append(n)
            continue
        if not questions:
            raise BadQuiz(n, "option_first")
        question = questions[-1]
        if mark == "+":
            if question["right"] is not None:
                raise BadQuiz(n, "two_right")
            question["right"] = len(question["options"])
        question["options"].append({"zh": zh, "en": en})
    for start, question in zip(starts, questions, strict=True):
        if question["right"] is None:
            raise BadQuiz(start, "none_right")
        if len(question["options"]) < LEAST_OPTIONS:
            raise BadQuiz(start, "one_option")
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        raise BadQuiz(1, "no_questions" if not questions else "too_many")
    return questions


def write_quiz(questions: Sequence[dict[str, Any]]) -> str:
    """Return the text that `read_quiz` reads as these questions."""
    blocks = []
    for question in questions:
        lines = [f"? {question['zh']} | {question['en']}"]
        for n, option in enumerate(question["options"]):
            lines.append(f"{'+' if n == question['right'] else '-'} {option['zh']} | {option['en']}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def count_answers(
    questions: Sequence[dict[str, Any]], answers: Sequence[int | None], *, pass_ppm: int
) -> Result:
    """Return how many answers are right; passed is right / asked ≥ pass_ppm, compared in whole numbers.

    Raises ValueError unless there is one answer (or None) for each question.
    """
    if len(answers) != len(questions):
        raise ValueError("Each question has one answer.")
    right = sum(answer == question["right"] for question, answer in zip(questions, answers, strict=True))
    return Result(right, len(questions), bool(questions) and right * 1_000_000 >= pass_ppm * len(questions))


def _read_line(n: int, line: str) -> tuple[str, str, str]:
    mark, words = line[0], line[1:].strip()
    if mark not in "?+-":
        raise BadQuiz(n, "no_mark")
    zh, bar, en = words.partition(" | ")
    if not bar or not zh.strip() or not en.strip():
        raise BadQuiz(n, "one_language")
    return mark, zh.strip(), en.strip()
