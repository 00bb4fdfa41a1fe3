"""Which tests stand for a changed file."""

from pathlib import Path

import pytest

from script.lib.changes import mirroring_tests

FILES = [
    "tests/house/test_floors.py",
    "tests/finance/test_post_entries.py",
    "tests/finance/services/test_place_hold.py",
    "tests/accounts/test_clock.py",
    "tests/scripts/test_ports.py",
    "tests/conftest.py",
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("finance/services/place_hold.py", "tests/finance/services/test_place_hold.py"),
        ("finance/services/post_entries.py", "tests/finance/services"),
        ("finance/models/entry.py", "tests/finance"),
        ("templates/finance/customer/wallet.html", "tests/finance"),
        ("locale/finance/zh_Hans/LC_MESSAGES/django.po", "tests/finance"),
        ("tests/finance/test_post_entries.py", "tests/finance/test_post_entries.py"),
        ("tests/finance/ledger_helpers.py", "tests/finance"),
        ("script/lib/house.py", "tests/scripts"),
        ("config/settings.py", "tests/accounts"),
    ],
)
def test_a_file_is_stood_for_by_its_mirror_or_the_nearest_folder(
    root: Path, changed: str, tests: str
) -> None:
    assert mirroring_tests([changed], root) == sorted([tests, "tests/house"])


@pytest.mark.parametrize(
    "changed", ["README.md", "docs/glossary.md", "tests/conftest.py", "templates/layouts/base.html"]
)
def test_what_no_test_mirrors_is_left_to_the_house(root: Path, changed: str) -> None:
    assert mirroring_tests([changed], root) == ["tests/house"]


def test_a_folder_stands_for_the_files_in_it(root: Path) -> None:
    changed = ["finance/services/place_hold.py", "finance/models/entry.py"]
    assert mirroring_tests(changed, root) == ["tests/finance", "tests/house"]
