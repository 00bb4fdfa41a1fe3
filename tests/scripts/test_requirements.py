"""The pins say everything the code needs, and nothing floats."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import distribution, packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.code import FLOORS, ROOT, modules

PIN = re.compile(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*( ; .+)?")


FILES = ["requirements.txt", "requirements-test.txt", "requirements-alone.txt", "requirements-scorecard.txt"]
TRAINING = "risk/scorecards/training/"


def lines(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith(("#", "-r"))]


def pinned(name: str) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in lines(name)}


@pytest.mark.parametrize("name", FILES)
def test_every_package_is_pinned_once(name: str) -> None:
    assert [line for line in lines(name) if not PIN.fullmatch(line)] == []
    assert len(pinned(name)) == len(lines(name))


def needs(package: str) -> Iterator[str]:
    for text in distribution(package).requires or []:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def test_what_a_pinned_package_pulls_in_is_pinned_too() -> None:
    everything = (
        pinned("requirements.txt") | pinned("requirements-test.txt") | pinned("requirements-scorecard.txt")
    )
    for package in everything:
        if package != "async-timeout":
            assert set(needs(package)) <= everything, package


def imported() -> Iterator[str]:
    """Return what the site imports; training cards is no part of it and names numpy alone."""
    for module in modules():
        if module.place.startswith(TRAINING):
            continue
        for node in module.nodes:
            if isinstance(node, ast.Import):
                yield from (name.name.split(".")[0] for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.split(".")[0]


def test_the_site_runs_without_the_packages_of_the_tests() -> None:
    site = pinned("requirements.txt")
    owners = packages_distributions()
    foreign = set(imported()) - set(sys.stdlib_module_names) - {*FLOORS, "config"}
    missing = {
        name for name in foreign if not site & {canonicalize_name(owner) for owner in owners.get(name, [])}
    }
    assert missing == set()


def test_only_the_command_enters_the_rooms_of_training() -> None:
    inside = TRAINING.rstrip("/").replace("/", ".")
    found = {
        module.place
        for module in modules()
        if not module.place.startswith(TRAINING)
        for node in module.nodes
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(inside)
    }
    assert found == {"risk/management/commands/train_scorecard.py"}
    assert "numpy" not in set(imported())


def test_psycopg_3_stays_out() -> None:
    assert "psycopg" not in pinned("requirements.txt") | pinned("requirements-test.txt")
