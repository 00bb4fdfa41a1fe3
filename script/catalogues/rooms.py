"""Which text belongs to which catalogue."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from script.catalogues.sources import Found, from_python, from_template

ROOT = Path(__file__).resolve().parent.parent.parent
# From the ground up: a text used in several rooms lives in the first of them.
ROOMS = ("site", "accounts", "finance", "lending", "risk", "support", "operations")
TEMPLATE_KINDS = {".html", ".txt", ".svg", ".xml"}


@dataclass
class Survey:
    """Every text the code asks a translation for, by catalogue, and the files that could not be read."""

    texts: dict[str, dict[tuple[str, str], Found]] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)


def catalogue_path(room: str, root: Path = ROOT) -> Path:
    """Return where a room keeps its Chinese."""
    return root / "locale" / room / "zh_Hans" / "LC_MESSAGES" / "django.po"


def room_of(path: Path) -> str:
    """Return the catalogue of a file, given relative to the root."""
    first = path.parts[1] if path.parts[0] == "templates" else path.parts[0]
    return first if first in ROOMS else "site"


def source_files(root: Path = ROOT) -> Iterator[Path]:
    """Yield every file that may hold text for people, in a steady order."""
    for folder in (*ROOMS[1:], "config"):
        for path in sorted((root / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    for folder in ("templates", *(f"{room}/templates" for room in ROOMS[1:])):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in TEMPLATE_KINDS:
                yield path


def survey(root: Path = ROOT) -> Survey:
    """Read every source and allot each text to the lowest room that uses it."""
    result = Survey({room: {} for room in ROOMS})
    places: dict[tuple[str, str], list[tuple[int, Found]]] = {}
    for path in source_files(root):
        relative = path.relative_to(root)
        try:
            for found in _read(path, str(relative)):
                places.setdefault(found.key, []).append((ROOMS.index(room_of(relative)), found))
        except (SyntaxError, UnicodeDecodeError) as error:
            result.unreadable.append(f"{relative}: {error}")
        except FileNotFoundError:  # renamed by an editor just now
            continue
    for key, uses in places.items():
        floor, found = min(uses, key=lambda use: use[0])
        plural = next((use.plural for _, use in uses if use.plural), "")
        result.texts[ROOMS[floor]][key] = found._replace(plural=plural)
    return result


def _read(path: Path, place: str) -> list[Found]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return from_python(ast.parse(source, place), place) if "gettext" in source else []
    return from_template(source, place)
