import pytest

from accounts.domain.suitability import BadAnswers, assess, true_answers
from accounts.texts import questionnaire


def answers(option: str, **others: str) -> dict[str, str]:
    return {question.code: option for question in questionnaire().questions} | others


@pytest.mark.parametrize(
    "given, points, type_",
    [
        (answers("a"), 8, "C1"),
        (answers("b"), 22, "C2"),
        (answers("b", knowledge="d"), 26, "C3"),
        (answers("c", knowledge="d", income="d"), 42, "C5"),
        (answers("c"), 37, "C2"),
        (answers("c", knowledge="d", age="b", share="b"), 38, "C4"),
        (answers("d"), 50, "C5"),
        (answers("d", loss="a"), 45, "C1"),
        (answers("d", source="a"), 45, "C1"),
        (answers("d", age="a"), 46, "C3"),
    ],
)
def test_points_give_the_type_and_some_answers_cap_it(given, points: int, type_: str) -> None:
    result = assess(questionnaire(), given)
    assert (result.points, result.type) == (points, type_)


def test_refuses_missing_unknown_and_extra_answers() -> None:
    missing = answers("a")
    del missing["loss"]
    for bad, question in [
        (missing, "loss"),
        (answers("a", term="z"), "term"),
        (answers("a", admin="a"), "admin"),
    ]:
        with pytest.raises(BadAnswers) as refusal:
            assess(questionnaire(), bad)
        assert refusal.value.question == question


def test_every_question_and_option_is_told_in_both_languages() -> None:
    for question in questionnaire().questions:
        assert set(question.text) == {"en", "zh-hans"}
        assert len({option.code for option in question.options}) == len(question.options) >= 3
        for option in question.options:
            assert all(option.text.values())


def test_every_age_from_eighteen_on_has_one_true_answer_and_others_contradict_it() -> None:
    question = next(one for one in questionnaire().questions if one.code == "age")
    true = {18: "b", 25: "b", 26: "d", 50: "d", 51: "c", 65: "c", 66: "a", 102: "a"}
    for age in range(18, 120):
        fitting = [option.code for option in question.options if not option.contradicts(age)]
        assert len(fitting) == 1
        assert true_answers(questionnaire(), age) == {"age": fitting[0]}
        assert true.get(age, fitting[0]) == fitting[0]
