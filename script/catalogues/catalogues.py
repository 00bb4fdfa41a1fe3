"""Read, write, check and compile the catalogues; several people may do so at once."""

import fcntl
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polib

from script.catalogues.rooms import ROOMS, ROOT, Survey, catalogue_path, survey
from script.catalogues.sources import Found

METADATA = {
    "Project-Id-Version": "fenqi",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(?<!%)%[sd]|\{(\w*)\}")
CONTEXT_MARK = "\x04"


@contextmanager
def catalogue_lock(root: Path = ROOT) -> Iterator[None]:
    """Let one process at a time read and write catalogues."""
    path = root / "var" / "messages.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def load(room: str, root: Path = ROOT) -> polib.POFile:
    """Return a room's catalogue, an empty one where there is no file yet; its long lines are never wrapped."""
    path = catalogue_path(room, root)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=0, encoding="utf-8")
    return polib.POFile(wrapwidth=0, encoding="utf-8")


def write(root: Path = ROOT) -> list[str]:
    """Bring every catalogue in step with the code and return what is worth telling.

    New texts come in without Chinese; unused ones go out into a memory, from which they come back with the text.
    While a source cannot be read nothing goes out.
    """
    with catalogue_lock(root):
        survey_now = survey(root)
        rooms = {room: load(room, root) for room in ROOMS}
        memory = _read_memory(root)
        for catalogue in rooms.values():
            memory |= {_name(entry): _chinese(entry) for entry in catalogue if _chinese(entry)}
        told = [f"cannot read {line}" for line in survey_now.unreadable]
        for room, catalogue in rooms.items():
            told += _rewrite(room, catalogue, survey_now, memory, root)
        _write_memory(memory, root)
    return told


def fill(chinese: dict[str, str], root: Path = ROOT) -> list[str]:
    """Put translations, by text, where their texts live; return the texts that no catalogue has."""
    left = dict(chinese)
    with catalogue_lock(root):
        for room in ROOMS:
            catalogue = load(room, root)
            changed = False
            for entry in catalogue:
                text = left.pop(_name(entry), "")
                if text and text != _chinese(entry):
                    _set_chinese(entry, text)
                    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
                    changed = True
            if changed:
                _save(catalogue, catalogue_path(room, root))
    return sorted(left)


def missing(root: Path = ROOT, only: str = "") -> dict[str, str]:
    """Return the texts in use that have no Chinese yet, ready to be filled in."""
    names = {}
    for room, texts in survey(root).texts.items():
        catalogue = {_name(entry): entry for entry in load(room, root)}
        for found in texts.values():
            entry = catalogue.get(_name_of(found))
            if (not only or room == only) and (entry is None or not _chinese(entry) or entry.fuzzy):
                names[_name_of(found)] = ""
    return names


def check(root: Path = ROOT) -> list[str]:
    """Return one line for everything in which the catalogues and the code disagree."""
    survey_now = survey(root)
    wrong = [f"cannot read {line}" for line in survey_now.unreadable]
    for room in ROOMS:
        path = catalogue_path(room, root).relative_to(root)
        texts = survey_now.texts[room]
        entries = {_name(entry): entry for entry in load(room, root)}
        for found in texts.values():
            entry = entries.get(_name_of(found))
            wrong += [f"{path}: {fault} ({found.place})" for fault in _faults(found, entry)]
        unused = entries.keys() - {_name_of(found) for found in texts.values()}
        wrong += [f"{path}: not used in this room: {name!r}" for name in sorted(unused)]
    return wrong


def compile_stale(root: Path = ROOT) -> list[Path]:
    """Compile the catalogues whose text is newer than their compiled form; return those."""
    paths = [catalogue_path(room, root) for room in ROOMS]
    stale = [path for path in paths if path.exists() and _is_stale(path)]
    if stale:
        with catalogue_lock(root):
            for path in stale:
                made = polib.pofile(str(path), encoding="utf-8").to_binary()
                _replace(path.with_suffix(".mo"), made)
    return stale


def _is_stale(path: Path) -> bool:
    made = path.with_suffix(".mo")
    return not made.exists() or made.stat().st_mtime_ns < path.stat().st_mtime_ns


def _rewrite(
    room: str, catalogue: polib.POFile, now: Survey, memory: dict[str, str], root: Path
) -> list[str]:
    texts = {_name_of(found): found for found in now.texts[room].values()}
    entries = {_name(entry): entry for entry in catalogue if not entry.obsolete}
    unused = sorted(entries.keys() - texts.keys())
    kept = {} if not now.unreadable else {name: entries[name] for name in unused}
    for name, found in texts.items():
        entry = entries.get(name) or polib.POEntry(msgid=found.text, msgctxt=found.context or None)
        _shape(entry, found, _chinese(entry) or memory.get(name, ""))
        kept[name] = entry
    fresh = polib.POFile(wrapwidth=0, encoding="utf-8")
    fresh.metadata = METADATA
    fresh.extend(kept[name] for name in sorted(kept, key=lambda name: (name.casefold(), name)))
    _save(fresh, catalogue_path(room, root))
    added, gone = len(texts.keys() - entries.keys()), len(unused) if not now.unreadable else 0
    return [f"{room}: {added} new, {gone} no longer used"] if added or gone else []


def _shape(entry: polib.POEntry, found: Found, chinese: str) -> None:
    """Give an entry the plural the code asks for now, and its Chinese."""
    entry.msgid_plural = found.plural
    entry.occurrences, entry.comment, entry.previous_msgid = [], "", None
    _set_chinese(entry, chinese)


def _set_chinese(entry: polib.POEntry, chinese: str) -> None:
    entry.msgstr_plural = {0: chinese} if entry.msgid_plural else {}
    entry.msgstr = "" if entry.msgid_plural else chinese


def _chinese(entry: polib.POEntry) -> str:
    return str(entry.msgstr or next(iter(entry.msgstr_plural.values()), ""))


def _name(entry: polib.POEntry) -> str:
    return f"{entry.msgctxt}{CONTEXT_MARK}{entry.msgid}" if entry.msgctxt else str(entry.msgid)


def _name_of(found: Found) -> str:
    return f"{found.context}{CONTEXT_MARK}{found.text}" if found.context else found.text


def _faults(found: Found, entry: polib.POEntry | None) -> list[str]:
    if entry is None:
        return [f"not in the catalogue: {found.text!r}"]
    if not _chinese(entry):
        return [f"no Chinese for {found.text!r}"]
    faults = []
    if entry.fuzzy:
        faults.append(f"still fuzzy: {found.text!r}")
    if bool(entry.msgid_plural) != bool(found.plural):
        faults.append(f"plural differs from the code: {found.text!r}")
    wanted, have = _placeholders(found.plural or found.text), _placeholders(_chinese(entry))
    if wanted != have:
        faults.append(f"placeholders differ in the Chinese of {found.text!r}: {wanted} but {have}")
    return faults


def _placeholders(text: str) -> list[str]:
    """Return a text's placeholders: named ones once, nameless ones as often as they stand there."""
    counted = Counter(
        (match[0], bool(match[1] or match[2])) for match in PLACEHOLDER.finditer(text.replace("%%", ""))
    )
    return sorted(mark if is_named else f"{mark} × {times}" for (mark, is_named), times in counted.items())


def _save(catalogue: polib.POFile, path: Path) -> None:
    text = str(catalogue).rstrip("\n") + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        _replace(path, text.encode())


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that a reader finds the old one or the new one, never a half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def _read_memory(root: Path) -> dict[str, str]:
    path = _memory_path(root)
    memory: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return memory


def _write_memory(memory: dict[str, str], root: Path) -> None:
    _replace(_memory_path(root), json.dumps(memory, ensure_ascii=False, indent=0, sort_keys=True).encode())


def _memory_path(root: Path) -> Path:
    return root / "var" / "translation-memory.json"
