"""Segregation of duties: each right has its class, and no role, position or pair of rights breaks the table."""

from accounts.duties import CLASS_OF, CLASSES, CONFLICTS, NEVER_DELEGATED, clashes_in
from accounts.roles import CHECKING_ROLES, RIGHT_NAMES, ROLES, rights_of
from accounts.staff.seed import read_chart
from tests.house.code import listed

MONEY = {"cash", "payouts", "credit_decision", "restructure_approval", "product_approval", "dealer_approval"}


def test_every_right_has_one_class_and_words() -> None:
    held = rights_of(frozenset(ROLES))
    faults = sorted(held - CLASS_OF.keys())
    assert not faults, listed(faults, "Put these rights into a class of accounts/duties.py:")
    assert sorted(CLASS_OF.keys() - held) == [], "no role holds these"
    assert sum(len(one.rights) for one in CLASSES.values()) == len(CLASS_OF), "a right stands in two classes"
    assert sorted(held - RIGHT_NAMES.keys()) == [], "rights without words"


def test_no_role_holds_what_does_not_belong_in_one_hand() -> None:
    faults = [
        f"{role}: {clash.one} and {clash.other} ({clash.why})"
        for role, rights in ROLES.items()
        for clash in clashes_in(rights)
    ]
    assert not faults, listed(faults, "Take one of the two from the role, in accounts/roles.py:")


def test_no_position_of_the_chart_joins_what_does_not_belong_together() -> None:
    faults = [
        f"{chair['code']}: {clash.one} and {clash.other}"
        for department in read_chart()
        for chair in department["positions"]
        for clash in clashes_in(rights_of(frozenset(chair["roles"])))
    ]
    assert not faults, listed(faults, "Split this position of accounts/staff/seed_chart.toml:")


def test_the_table_of_conflicts_names_classes_once() -> None:
    pairs = [frozenset((conflict.one, conflict.other)) for conflict in CONFLICTS]
    assert {code for pair in pairs for code in pair} <= set(CLASSES)
    assert len(set(pairs)) == len(pairs)
    assert all(len(pair) == 2 for pair in pairs)


def test_the_table_finds_a_clash_and_names_both_rights() -> None:
    [clash] = clashes_in({"risk.review_case", "risk.decide_case", "risk.see_cases"})
    assert (clash.one, clash.other) == ("risk.review_case", "risk.decide_case")
    assert clashes_in({"risk.review_case", "risk.see_cases"}) == []


def test_the_administrator_and_the_cashier_keep_away_from_what_is_not_theirs() -> None:
    """The administrator moves no money; the cashier neither keeps nor checks the books."""
    assert not {CLASS_OF[right] for right in ROLES["administrator"]} & (MONEY | {"sandbox"})
    assert not {CLASS_OF[right] for right in ROLES["cashier"]} & {"books", "payouts"}
    assert {(one.one, one.other) for one in CONFLICTS if one.one == "system"} >= {
        ("system", other) for other in MONEY
    }


def test_makers_have_checkers_in_another_role() -> None:
    """For every class that excludes another there is somebody else in the company who holds that one."""
    for conflict in CONFLICTS:
        for code in (conflict.one, conflict.other):
            holders = [role for role, rights in ROLES.items() if CLASSES[code].rights & rights]
            assert holders, f"nobody holds {code}"
    assert set(CHECKING_ROLES) <= set(ROLES)


def test_what_is_never_delegated_is_a_right_of_somebody() -> None:
    assert NEVER_DELEGATED.keys() <= rights_of(frozenset(ROLES))
