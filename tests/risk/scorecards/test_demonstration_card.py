"""The card that comes with the house: whole, honest about what it is, and without what must not decide."""

from risk.domain.scorecard import score
from risk.domain.scorecard_file import read_card, read_file
from risk.scorecards.facts import FACTS
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
