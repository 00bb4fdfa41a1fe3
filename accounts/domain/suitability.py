"""The risk questionnaire of an investor: answers to points, points to one of five types (C1 careful … C5 bold)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TYPES = ("C1", "C2", "C3", "C4", "C5")


@dataclass(frozen=True)
class Option:
    code: str
    points: int
    text: Mapping[str, str]
    # Whoever says this is of this type at most, whatever the other answers add up to.
    at_most: str = ""
    # The first and the last age in years of whom this answer is true; empty where it says nothing about the age.
    ages: tuple[int, ...] = ()

    def contradicts(self, age: int) -> bool:
        """Whether somebody of this age cannot say so."""
        return bool(self.ages) and not self.ages[0] <= age <= self.ages[1]


@dataclass(frozen=True)
class Question:
    code: str
    text: Mapping[str, str]
    options: tuple[Option, ...]

    def option(self, code: str) -> Option | None:
        return next((option for option in self.options if option.code == code), None)


@dataclass(frozen=True)
class Group:
    """Questions that are asked on one screen."""

    code: str
    title: Mapping[str, str]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Questionnaire:
    """`from_points` are the least points of C2, C3, C4 and C5; `groups` only order the questions on screens."""

    version: str
    from_points: tuple[int, int, int, int]
    questions: tuple[Question, ...]
    groups: tuple[Group, ...] = ()

    def group(self, code: str) -> Group | None:
        return next((group for group in self.groups if group.code == code), None)

    def of_group(self, group: Group) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.code in group.questions)


@dataclass(frozen=True)
class Assessment:
    points: int
    type: str


class BadAnswers(ValueError):
    """Answers that leave a question out or name an option it does not have; `question` says which."""

    def __init__(self, question: str) -> None:
        super().__init__(question)
        self.question = question


def assess(questionnaire: Questionnaire, answers: Mapping[str, str]) -> Assessment:
    """Add up the points and find the type; refuses (BadAnswers) anything but one option for every question."""
    chosen = [_chosen(question, answers) for question in questionnaire.questions]
    unknown = sorted(set(answers) - {question.code for question in questionnaire.questions})
    if unknown:
        raise BadAnswers(unknown[0])
    points = sum(option.points for option in chosen)
    by_points = TYPES[sum(points >= least for least in questionnaire.from_points)]
    return Assessment(
        points, _least_bold([by_points, *(option.at_most for option in chosen if option.at_most)])
    )


def true_answers(questionnaire: Questionnaire, age: int) -> dict[str, str]:
    """Return the answers that follow from the age, by question."""
    return {
        question.code: option.code
        for question in questionnaire.questions
        for option in question.options
        if option.ages and not option.contradicts(age)
    }


def _chosen(question: Question, answers: Mapping[str, str]) -> Option:
    option = question.option(answers.get(question.code, ""))
    if option is None:
        raise BadAnswers(question.code)
    return option


def _least_bold(types: Sequence[str]) -> str:
    return min(types, key=TYPES.index)
