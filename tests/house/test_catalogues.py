"""The tool that keeps the catalogues: what it finds, where it puts it, and that it never loses a translation."""

import ast
from pathlib import Path

import polib
import pytest

from script.catalogues import catalogues
from script.catalogues.rooms import ROOMS, catalogue_path, survey
from script.catalogues.sources import from_python, from_template


def texts_of_template(source: str) -> list[tuple[str, str, str]]:
    return [found[:3] for found in from_template(source, "page.html")]


def texts_of_python(source: str) -> list[tuple[str, str, str]]:
    return [found[:3] for found in from_python(ast.parse(source), "module.py")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "Borrow" %}', [("", "Borrow", "")]),
        ("{% translate 'May' context 'month' as may %}", [("month", "May", "")]),
        ('{% translate "5% off" %}', [("", "5%% off", "")]),
        (
            "{% blocktranslate trimmed with a=b %}\n  {{ a }} is\n  due\n{% endblocktranslate %}",
            [("", "%(a)s is due", "")],
        ),
        (
            "{% blocktranslate count n=days %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
            [("", "%(n)s day", "%(n)s days")],
        ),
        ('{% include "x.html" with title=_("Wallet") %}', [("", "Wallet", "")]),
        ('{{ name|default:_("Nobody") }}', [("", "Nobody", "")]),
        ('{% comment %}{% translate "gone" %}{% endcomment %}{# {% translate "gone" %} #}', []),
    ],
)
def test_finds_what_a_template_translates(source: str, expected: list[tuple[str, str, str]]) -> None:
    assert texts_of_template(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from django.utils.translation import gettext_lazy as _\n_('a' 'b')", [("", "ab", "")]),
        (
            "from django.utils.translation import ngettext\nngettext('%(n)s a', '%(n)s b', n)",
            [("", "%(n)s a", "%(n)s b")],
        ),
        ("from django.utils import translation\ntranslation.pgettext('c', 'a')", [("c", "a", "")]),
        ("_ = str\n_('not translated')", []),
    ],
)
def test_finds_what_a_module_translates(source: str, expected: list[tuple[str, str, str]]) -> None:
    assert texts_of_python(source) == expected


def test_refuses_a_text_put_together_at_run_time() -> None:
    with pytest.raises(SyntaxError, match="one whole literal"):
        texts_of_python("from django.utils.translation import gettext as _\n_(f'{n} days')")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A house of two rooms that share a text."""
    for name, text in {
        "lending/views.py": "from django.utils.translation import gettext as _\n_('Shared')\n_('Loan %(number)s')\n",
        "templates/finance/wallet.html": '{% translate "Shared" %}',
        "templates/layouts/base.html": '{% translate "Menu" %}',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def entries(room: str, tree: Path) -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogue_path(room, tree)))}


def test_puts_each_text_into_the_lowest_room_that_uses_it(tree: Path) -> None:
    catalogues.write(tree)
    assert entries("site", tree) == {"Menu": ""}
    assert entries("finance", tree) == {"Shared": ""}
    assert entries("lending", tree) == {"Loan %(number)s": ""}


def test_fills_and_keeps_translations_through_disuse_and_moves(tree: Path) -> None:
    catalogues.write(tree)
    chinese = {"Menu": "菜单", "Shared": "共用", "Loan %(number)s": "借款 %(number)s"}
    assert catalogues.fill({**chinese, "Unknown": "未知"}, tree) == ["Unknown"]
    assert catalogues.check(tree) == []

    page = tree / "templates/layouts/base.html"
    page.write_text('{% translate "Shared" %}', encoding="utf-8")
    catalogues.write(tree)
    assert entries("site", tree) == {"Shared": "共用"}
    assert entries("finance", tree) == {}

    page.write_text('{% translate "Menu" %}', encoding="utf-8")
    catalogues.write(tree)
    assert entries("site", tree) == {"Menu": "菜单"}
    assert entries("finance", tree) == {"Shared": "共用"}


def test_drops_nothing_while_a_source_cannot_be_read(tree: Path) -> None:
    catalogues.write(tree)
    (tree / "lending/views.py").write_text("def broken(:\n'gettext'", encoding="utf-8")
    told = catalogues.write(tree)
    assert "Loan %(number)s" in entries("lending", tree)
    assert any("lending/views.py" in line for line in told)


def test_check_names_every_disagreement(tree: Path) -> None:
    catalogues.write(tree)
    catalogues.fill({"Menu": "菜单", "Loan %(number)s": "借款 %(nummer)s"}, tree)
    page = tree / "templates/layouts/base.html"
    page.write_text('{% translate "Market" %}', encoding="utf-8")
    wrong = "\n".join(catalogues.check(tree))
    assert "no Chinese for 'Shared'" in wrong
    assert "not in the catalogue: 'Market'" in wrong
    assert "not used in this room: 'Menu'" in wrong
    assert "placeholders differ in the Chinese of 'Loan %(number)s'" in wrong


def test_compiles_what_changed_and_only_that(tree: Path) -> None:
    catalogues.write(tree)
    catalogues.fill({"Menu": "菜单"}, tree)
    assert len(catalogues.compile_stale(tree)) == len(ROOMS)
    assert catalogues.compile_stale(tree) == []
    made = polib.mofile(str(catalogue_path("site", tree).with_suffix(".mo")))
    assert made.find("Menu").msgstr == "菜单"


def test_survey_reads_the_whole_house() -> None:
    assert survey().unreadable == []
