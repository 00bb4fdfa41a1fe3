"""A quiz reads as it was written, names the line that is wrong, and passes on whole numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.domain.quiz import BadQuiz, count_answers, read_quiz, write_quiz

TEXT = """? 逾期多少天划为次级？ | From how many days late is a loan sub-standard?
- 超过30天 | more than 30
+ 超过90天 | more than 90

? 谁可以审批自己的申请？ | Who decides an application of their own?
+ 没有人 | nobody
- 总经理 | the general manager
- 风险经理 | the risk manager
"""

words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)
options = st.lists(st.tuples(words, words), min_size=2, max_size=5)


def test_a_text_becomes_questions() -> None:
    questions = read_quiz(TEXT)
    assert [(one["zh"], one["right"], len(one["options"])) for one in questions] == [
        ("逾期多少天划为次级？", 1, 2),
        ("谁可以审批自己的申请？", 0, 3),
    ]
    assert questions[0]["options"][1] == {"zh": "超过90天", "en": "more than 90"}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "no_questions"),
        ("+ 是 | yes", 1, "option_first"),
        ("? 问 | ask\n+ 是 | yes\n+ 否 | no", 3, "two_right"),
        ("? 问 | ask\n- 是 | yes\n- 否 | no", 1, "none_right"),
        ("? 问 | ask\n+ 是 | yes", 1, "one_option"),
        ("? 只有中文\n+ 是 | yes\n- 否 | no", 1, "one_language"),
        ("? 问 | ask\n是 | yes", 2, "no_mark"),
        ("? 问 | ask\n+ 是 | yes\n- 否 | no\n" * 51, 1, "too_many"),
    ],
)
def test_a_bad_text_names_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(BadQuiz) as caught:
        read_quiz(text)
    assert (caught.value.line, caught.value.reason) == (line, reason)


@given(st.lists(st.tuples(words, words, options, st.integers(0, 4)), min_size=1, max_size=8))
def test_what_is_written_is_read_again(drawn: list[tuple[str, str, list[tuple[str, str]], int]]) -> None:
    questions = [
        {
            "zh": zh,
            "en": en,
            "options": [{"zh": one, "en": other} for one, other in choices],
            "right": place % len(choices),
        }
        for zh, en, choices, place in drawn
    ]
    assert read_quiz(write_quiz(questions)) == questions


@pytest.mark.parametrize(
    ("answers", "right", "is_passed"),
    [([1, 0], 2, True), ([1, 2], 1, False), ([0, None], 0, False)],
)
def test_answers_are_counted(answers: list[int | None], right: int, is_passed: bool) -> None:
    result = count_answers(read_quiz(TEXT), answers, pass_ppm=800_000)
    assert (result.right, result.asked, result.is_passed) == (right, 2, is_passed)


def test_a_share_that_is_just_met_passes() -> None:
    questions = read_quiz(TEXT) * 5
    eight_right = [1, 0] * 4 + [0, 1]
    assert count_answers(questions, eight_right, pass_ppm=800_000).is_passed
    assert not count_answers(questions, eight_right, pass_ppm=800_001).is_passed


def test_each_question_has_one_answer() -> None:
    with pytest.raises(ValueError, match="one answer"):
        count_answers(read_quiz(TEXT), [1], pass_ppm=1)
