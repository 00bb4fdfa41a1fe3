"""Every icon that a page asks for is in the package, and pages carry no style or script of their own."""

import re
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest

from accounts.web.badges import LOOKS, TONES

pytestmark = pytest.mark.once("sqlite")

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TONE = f"(?:{'|'.join(TONES)})"
ASKED = re.compile(
    r'{% icon "([a-z0-9-]+)"|icon_name(?:=|\|default:)"([a-z0-9-]+)"'
    rf'|{{% badge [^%]*?"{TONE}" "([a-z0-9-]+)"'
)
INLINE = re.compile(
    r"""\sstyle=["']|<style\b|\son(?:click|submit|change|load|input)=|javascript:|<script(?![^>]*\ssrc=)(?![^>]*type="application/json")"""
)


@pytest.fixture(scope="module")
def icons() -> set[str]:
    with zipfile.ZipFile(str(files("lucide") / "lucide.zip")) as package:
        return {name.removesuffix(".svg") for name in package.namelist()}


def test_templates_ask_only_for_icons_there_are(icons: set[str]) -> None:
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in TEMPLATES
        for found in ASKED.findall(path.read_text(encoding="utf-8"))
        for name in found
        if name and name not in icons
    }
    assert missing == set()


def test_states_have_icons_and_tones_there_are(icons: set[str]) -> None:
    assert {look.icon for look in LOOKS.values()} <= icons
    assert {look.tone for look in LOOKS.values()} <= set(TONES)


def test_templates_carry_no_style_and_no_script() -> None:
    """The content security policy would refuse them; a page must not look right only by chance."""
    found = [
        str(path.relative_to(ROOT)) for path in TEMPLATES if INLINE.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
