"""The card that comes with the house: whole, honest about what it is, and without what must not decide."""

import pytest
from django.utils import translation

from risk.domain.scorecard import score
from risk.domain.scorecard_file import read_card, read_file
from risk.models import Scorecard
from risk.scorecards.facts import FACTS
from risk.scorecards.story import training_facts
from risk.services.seed_scorecard import FILE


def test_its_figures_lie_where_this_data_lets_them() -> None:
    card, _policy = read_file(FILE.read_bytes())
    auc = card["report"]["figures"]["auc"]
    assert 780_000 <= auc["mean"] <= 810_000
    assert (auc["mean"], auc["sd"]) == (785_838, 3_732)
    assert (card["training"]["rows"], card["training"]["bads"]) == (1_000, 300)


def test_it_never_saw_sex_age_or_origin() -> None:
    card, _policy = read_file(FILE.read_bytes())
    assert card["training"]["dropped"] == ["age_in_years", "foreign_worker", "personal_status_and_sex"]
    codes = {one["code"] for one in card["characteristics"]}
    assert not codes & {"age_in_years", "foreign_worker", "personal_status_and_sex"}


def test_what_it_asks_is_answered_by_facts_that_exist_and_in_words_it_knows() -> None:
    content, _policy = read_file(FILE.read_bytes())
    table = read_card(content)
    for one in table.characteristics:
        if one.source is None:
            continue
        assert one.source.fact in FACTS
        named = [*one.source.values.values(), *(name for _least, name in one.source.bands)]
        assert {one.bin_of(value).code for value in named}.isdisjoint({"missing", "unseen"}), one.code
    assert {one.code for one in table.characteristics if one.source is None} == {
        "status_of_existing_checking_account",
        "savings_account_and_bonds",
        "property",
    }


def test_nothing_known_is_the_base_and_no_reason() -> None:
    table = read_card(read_file(FILE.read_bytes())[0])
    scored = score(table, {})
    assert (scored.points, scored.reasons) == (table.base_points, ())


@pytest.mark.parametrize(
    ("language", "named"),
    [
        (
            "en",
            [
                "Credit standing = bad",
                "Age in years",
                "Foreign worker",
                "Sex and marital status",
                "Kind of work",
            ],
        ),
        ("zh-hans", ["信用情况 = 不良", "年龄（周岁）", "是否外籍劳工", "性别与婚姻状况", "职业类别"]),
    ],
)
def test_the_columns_of_its_file_are_named_in_words_beside_their_own_names(
    language: str, named: list[str]
) -> None:
    content, _policy = read_file(FILE.read_bytes())
    content["report"]["left_out"] = [{"column": "made_up", "why": "empty"}]
    with translation.override(language):
        facts = training_facts(Scorecard(content=content, content_hash="0" * 64))
    meant, *columns = facts[2:12]
    assert [str(meant.value), *(one.label for one in columns[:4])] == named
    assert meant.hint == "creditability = bad"
    assert [one.hint for one in columns[:4]] == [
        "age_in_years",
        "foreign_worker",
        "personal_status_and_sex",
        "job",
    ]
    # One that nobody knows keeps its own name; all the others have another one.
    assert [one.label for one in columns if one.label == one.hint] == ["made_up"]
    assert len(columns) == 9
