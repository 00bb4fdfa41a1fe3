"""The committee's arithmetic: tables worked by hand, and a plain model for everything else."""

import datetime as dt
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.domain.committee import (
    Ballot,
    Choice,
    Condition,
    Offer,
    Result,
    Rules,
    Seat,
    break_tie,
    count_votes,
    has_majority,
    joined_conditions,
    joined_offer,
    presiding,
    quorum_gaps,
    rule_faults,
)

SEATS = (
    Seat("chair", "general_manager", presides=1),
    Seat("vice", "director", presides=2),
    Seat("risk", "risk_manager", is_required=True, has_veto=True),
    Seat("finance", "finance_manager"),
    Seat("first", "committee_member"),
    Seat("second", "committee_member"),
)
CODES = [seat.code for seat in SEATS]
SIMPLE = Rules(SEATS, quorum=4)
TWO_THIRDS = Rules(SEATS, quorum=4, majority=(2, 3))
WORDS = {"a": "approve", "c": "conditions", "r": "reject", "b": "return", "-": "abstain"}


def ballots(letters: str, *, veto: bool = False) -> list[Ballot]:
    """Return votes in the order of the seats; a blank is nobody's vote."""
    return [
        Ballot(code, Choice(WORDS[letter]), is_veto=veto and code == "risk")
        for code, letter in zip(CODES, letters, strict=False)
        if letter != " "
    ]


@pytest.mark.parametrize(
    ("letters", "result"),
    [
        # chair, vice, risk, finance, first, second
        ("aaaaaa", "approved"),
        ("aaaarr", "approved"),
        ("aaacrr", "conditions"),
        ("aaarrr", "tied"),
        ("aarrr ", "rejected"),
        ("aarbb ", "returned"),
        ("rrraaa", "tied"),
        ("rrrraa", "rejected"),
        ("rrbbaa", "returned"),  # as many for each kind of no: the milder
        ("rrrbaa", "rejected"),
        # One vote more decides where one abstains, and none where two do.
        ("aarr- ", "tied"),
        ("aarr--", "no_majority"),
        # Abstainers stand in the base: two of five approve nothing and decline nothing.
        ("aa-r- ", "no_majority"),
        ("aaa-- ", "approved"),
        ("aaa---", "no_majority"),
        ("rrr---", "no_majority"),
        ("------", "no_majority"),
        # Nobody's quorum gets smaller: three of six, no risk manager, nobody to preside.
        ("aaa   ", "no_quorum"),
        ("aa aaa", "no_quorum"),
        ("  aaaa", "no_quorum"),
        ("a aaa ", "approved"),
        (" aaaa ", "approved"),
        ("", "no_quorum"),
    ],
)
def test_counts_by_simple_majority(letters: str, result: str) -> None:
    assert count_votes(SIMPLE, ballots(letters)).result == result


@pytest.mark.parametrize(
    ("letters", "result"),
    [
        ("aaaarr", "approved"),  # four of six are two thirds
        ("aaar  ", "approved"),
        ("aaarr ", "no_majority"),
        ("aaarrr", "no_majority"),  # a qualified majority knows no casting vote
        ("aarrrr", "rejected"),  # to decline takes more than half
    ],
)
def test_counts_by_two_thirds(letters: str, result: str) -> None:
    assert count_votes(TWO_THIRDS, ballots(letters)).result == result


def test_a_veto_outvotes_everybody_but_needs_a_quorum() -> None:
    tally = count_votes(SIMPLE, ballots("aaraaa", veto=True))
    assert (tally.result, tally.is_vetoed, tally.votes_for) == ("rejected", True, 5)
    assert count_votes(SIMPLE, ballots("aabaaa", veto=True)).result == "returned"
    assert count_votes(SIMPLE, ballots("aaraaa")).result == "approved"
    lone = count_votes(SIMPLE, ballots("a r   ", veto=True))
    assert (lone.result, lone.is_vetoed) == ("no_quorum", False)


@pytest.mark.parametrize(("code", "choice"), [("risk", "approve"), ("risk", "abstain"), ("chair", "reject")])
def test_a_veto_is_only_the_holders_no(code: str, choice: str) -> None:
    with pytest.raises(ValueError, match="veto"):
        count_votes(SIMPLE, [Ballot(code, Choice(choice), is_veto=True)])


def test_a_seat_votes_once() -> None:
    with pytest.raises(ValueError, match="once"):
        count_votes(SIMPLE, [Ballot("chair", Choice.APPROVE), Ballot("chair", Choice.REJECT)])


@pytest.mark.parametrize(
    ("letters", "is_for", "result"),
    [
        ("aaarrr", True, "approved"),
        ("aacrrr", True, "conditions"),
        ("aaarrr", False, "rejected"),
        ("aaarrb", False, "rejected"),
        ("aaarbb", False, "returned"),
    ],
)
def test_the_casting_vote_breaks_a_tie_and_nothing_else(letters: str, is_for: bool, result: str) -> None:
    assert break_tie(count_votes(SIMPLE, ballots(letters)), is_for=is_for) == result
    with pytest.raises(ValueError, match="tie"):
        break_tie(count_votes(SIMPLE, ballots("aaaarr")), is_for=is_for)


def test_says_what_a_quorum_lacks() -> None:
    assert quorum_gaps(SIMPLE, CODES) == []
    assert quorum_gaps(SIMPLE, ["first", "second", "finance"]) == ["number", "chair", "seat:risk"]
    assert quorum_gaps(SIMPLE, ["vice", "first", "second", "finance"]) == ["seat:risk"]


def test_who_stands_in_presides_where_the_chair_may_not() -> None:
    assert presiding(SIMPLE, CODES) == "chair"
    assert presiding(SIMPLE, CODES[1:]) == "vice"
    assert presiding(SIMPLE, CODES[2:]) is None


@pytest.mark.parametrize(
    ("rules", "faults"),
    [
        (SIMPLE, []),
        (TWO_THIRDS, []),
        (Rules(SEATS, quorum=3), ["quorum_too_small"]),
        (Rules(SEATS, quorum=7), ["quorum_too_large"]),
        (Rules(SEATS, quorum=4, majority=(1, 3)), ["majority_outside"]),
        (Rules(SEATS, quorum=4, majority=(4, 3)), ["majority_outside"]),
        (Rules(SEATS, quorum=4, majority=(1, 0)), ["majority_outside"]),
        (Rules(SEATS, quorum=4, virtual_hours=0), ["no_time"]),
        (Rules(SEATS[2:], quorum=3), ["no_chair"]),
        (Rules((*SEATS, SEATS[0]), quorum=4), ["seat_twice", "no_chair", "two_preside"]),
        (Rules((*SEATS, Seat("other", "ceo", has_veto=True)), quorum=4), ["two_vetoes"]),
        (Rules(SEATS[:2], quorum=2), ["too_few_seats"]),
    ],
)
def test_a_constitution_that_cannot_work_is_said(rules: Rules, faults: list[str]) -> None:
    assert rule_faults(rules) == faults


def offer(amount: int, grade: str, limit: int, *conditions: str) -> Offer:
    return Offer(amount * 100, grade, limit * 100, tuple(Condition(words) for words in conditions))


@pytest.mark.parametrize(
    ("base", "amount", "grade", "limit"),
    [
        # For six votes four are needed: the fourth largest. For five three.
        (6, 50_000, "C", 80_000),
        (5, 60_000, "B", 90_000),
        # After a tie of four against four all four are needed.
        (8, 50_000, "C", 80_000),
    ],
)
def test_offers_what_a_majority_carries(base: int, amount: int, grade: str, limit: int) -> None:
    offers = [
        offer(100_000, "B", 120_000, "Payslips"),
        offer(60_000, "A", 90_000),
        offer(80_000, "C", 100_000, "Payslips", "A guarantor"),
        offer(50_000, "B", 80_000),
    ]
    joined = joined_offer(SIMPLE, offers, base, "ABCDE")
    assert joined == offer(amount, grade, limit, "Payslips", "A guarantor")


def test_of_two_conditions_with_the_same_words_the_stricter_holds() -> None:
    may, june = dt.date(2026, 5, 1), dt.date(2026, 6, 1)
    named = [
        Condition("Insurance", "subsequent", may),
        Condition("Payslips", "later", june),
        Condition("Insurance", "later", june),
        Condition("Payslips", "later", may),
        Condition("Lease", "subsequent", june),
        Condition("Lease"),
    ]
    assert joined_conditions(named) == (
        Condition("Insurance", "later", june),
        Condition("Payslips", "later", may),
        Condition("Lease"),
    )


def test_offers_nothing_for_nobody() -> None:
    with pytest.raises(ValueError, match="Nobody"):
        joined_offer(SIMPLE, [], 4, "ABCDE")


# -- against a plain model ------------------------------------------------------------------------------------------

CHOICES = st.sampled_from(list(Choice))
VOTES = st.dictionaries(st.sampled_from(CODES), CHOICES)
RULES = st.sampled_from([SIMPLE, TWO_THIRDS, Rules(SEATS, quorum=6, majority=(3, 4))])


def plain_result(rules: Rules, votes: dict[str, Choice]) -> str:
    """Decide as the constitution reads, in fractions and whole sentences."""
    people = len(votes)
    yes = sum(choice in ("approve", "conditions") for choice in votes.values())
    no = sum(choice in ("reject", "return") for choice in votes.values())
    if people < rules.quorum or "risk" not in votes or not {"chair", "vice"} & set(votes):
        return "no_quorum"
    half, wanted = Fraction(1, 2), Fraction(*rules.majority)
    if Fraction(yes, people) > half and Fraction(yes, people) >= wanted:
        return "conditions" if "conditions" in votes.values() else "approved"
    if Fraction(no, people) > half:
        rejects = list(votes.values()).count(Choice.REJECT)
        return "rejected" if rejects > no - rejects else "returned"
    if yes == no and wanted == half and Fraction(yes + 1, people) > half:
        return "tied"
    return "no_majority"


@given(RULES, VOTES)
def test_counts_as_the_constitution_reads(rules: Rules, votes: dict[str, Choice]) -> None:
    tally = count_votes(rules, [Ballot(code, choice) for code, choice in votes.items()])
    assert tally.result == plain_result(rules, votes)
    assert tally.base == len(votes)


@given(RULES, VOTES, st.sampled_from(CODES))
def test_who_stays_away_or_abstains_never_makes_an_approval(
    rules: Rules, votes: dict[str, Choice], silent: str
) -> None:
    """What is approved with an abstainer was approved by the votes for it alone: nobody is approved by silence."""
    quiet = {**votes, silent: Choice.ABSTAIN}
    tally = count_votes(rules, [Ballot(code, choice) for code, choice in quiet.items()])
    if tally.result in ("approved", "conditions"):
        assert 2 * tally.votes_for > len(quiet) >= rules.quorum


@given(VOTES, st.sampled_from(list(Choice)))
def test_one_more_vote_for_never_turns_an_approval_round(votes: dict[str, Choice], other: Choice) -> None:
    tally = count_votes(SIMPLE, [Ballot(code, choice) for code, choice in votes.items()])
    for code in votes:
        more = {**votes, code: Choice.APPROVE}
        again = count_votes(SIMPLE, [Ballot(one, choice) for one, choice in more.items()])
        if tally.result in ("approved", "conditions"):
            assert again.result in ("approved", "conditions")


OFFERS = st.builds(
    Offer,
    st.integers(1, 20).map(lambda steps: steps * 1_000_00),
    st.sampled_from("ABCDE"),
    st.integers(1, 20).map(lambda steps: steps * 1_000_00),
    st.lists(st.sampled_from(["Payslips", "A guarantor", "Insurance"]), unique=True).map(
        lambda found: tuple(Condition(words) for words in found)
    ),
)


@given(RULES, st.lists(OFFERS, min_size=1, max_size=6), st.integers(0, 5))
def test_an_offer_is_carried_and_nothing_better_is(rules: Rules, offers: list[Offer], others: int) -> None:
    base = len(offers) + others
    joined = joined_offer(rules, offers, base, "ABCDE")
    enough = next((n for n in range(1, len(offers) + 1) if has_majority(rules, n, base)), len(offers))
    carrying = [
        sum(offer.amount_fen >= joined.amount_fen for offer in offers),
        sum(offer.grade <= joined.grade for offer in offers),
        sum(offer.limit_fen >= joined.limit_fen for offer in offers),
    ]
    assert min(carrying) >= enough
    assert sum(offer.amount_fen > joined.amount_fen for offer in offers) < enough
    assert sum(offer.grade < joined.grade for offer in offers) < enough
    assert sum(offer.limit_fen > joined.limit_fen for offer in offers) < enough
    assert set(joined.conditions) == {words for offer in offers for words in offer.conditions}


def test_every_full_vote_of_six_ends_in_one_of_the_results() -> None:
    """All 5⁶ votes of six seats: a tie exactly where for and against are three to three."""
    ties = 0
    for choices in product(Choice, repeat=len(CODES)):
        tally = count_votes(SIMPLE, [Ballot(*one) for one in zip(CODES, choices, strict=True)])
        assert tally.result is not Result.NO_QUORUM
        ties += tally.result is Result.TIED
        assert (tally.result is Result.TIED) == (tally.votes_for == tally.votes_against == 3)
    # Which three are for, times two kinds of yes and two of no for each.
    assert ties == 20 * 2**6
