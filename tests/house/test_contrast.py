"""Every text of the palette is readable on every ground it may stand on, in light and in dark (WCAG 2 AA)."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.once("sqlite")

TOKENS = (Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "surface", "sunken")
# Text and the ground it stands on.
TEXT = (
    [(text, ground) for text in ("ink", "slate", "jade", "jade-strong", "vermilion") for ground in GROUNDS]
    + [("amber", "paper"), ("amber", "surface")]
    + [("ink", tint) for tint in ("jade-tint", "amber-tint", "vermilion-tint", "slate-tint")]
    + [("jade-strong", "jade-tint"), ("amber-strong", "amber-tint"), ("vermilion-strong", "vermilion-tint")]
    + [("slate", "slate-tint"), ("on-jade", "jade"), ("on-jade", "jade-strong"), ("on-ink", "ink")]
    + [("on-vermilion", "vermilion"), ("on-vermilion", "vermilion-strong")]
    + [("rail-ink", "rail"), ("rail-quiet", "rail"), ("rail-ink", "rail-hover")]
)
# What must be told from its ground without being text: edges of fields, bars and lines of charts, the focus ring.
SHAPES = [(shape, ground) for shape in ("line-strong", "jade") for ground in ("paper", "surface")] + [
    (f"series-{number}", "surface") for number in range(1, 7)
]


def palette(selector: str) -> dict[str, str]:
    start = TOKENS.index(selector + " {")
    body = TOKENS[start : TOKENS.index("}", start)]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", body))


LIGHT, DARK = palette('[data-theme="light"]'), palette('[data-theme="dark"]')


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_on_its_ground(theme: dict[str, str]) -> None:
    weak = {pair: round(contrast(theme[pair[0]], theme[pair[1]]), 2) for pair in TEXT}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_shapes_are_told_from_their_ground(theme: dict[str, str]) -> None:
    weak = {pair: round(contrast(theme[pair[0]], theme[pair[1]]), 2) for pair in SHAPES}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_dark_by_the_device_is_the_dark_by_choice() -> None:
    assert palette('[data-theme="auto"]') == DARK


def test_both_themes_name_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()


def test_colours_are_named_in_one_place() -> None:
    """White paper and the print rules aside, no other sheet writes a colour of its own."""
    for name in ("site.css", "components.css"):
        sheet = (Path(__file__).resolve().parents[2] / "static" / "css" / name).read_text(encoding="utf-8")
        colours = set(re.findall(r"#[0-9a-f]{3,6}\b", sheet)) - {"#fff", "#000", "#main"}
        assert colours <= {"#2dd4bf", "#fbbf24", "#14213d"}, f"{name} writes its own colours: {colours}"
