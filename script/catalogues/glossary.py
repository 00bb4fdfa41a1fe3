"""The states of every business object, in English, Chinese and the code's word, for docs/glossary.md."""

import os
from pathlib import Path

import django
from django.apps import apps
from django.db.models import Model
from django.utils import translation

from script.catalogues.catalogues import compile_stale
from script.catalogues.rooms import ROOMS, ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
HEADING = "## States 状态"


def own_models() -> list[type[Model]]:
    """Return our models from the ground up."""
    return [model for room in ROOMS[1:] for model in apps.get_app_config(room).get_models()]


def states_section() -> str:
    """Return the glossary's last section as it should be now."""
    rows = [f"| {state} |" for model in own_models() for state in _states_of(model)]
    return "\n".join([HEADING, "", "| English | 中文 | Code name |", "| --- | --- | --- |", *rows, ""])


def _states_of(model: type[Model]) -> list[str]:
    field = next((field for field in model._meta.local_fields if field.name in {"status", "state"}), None)
    if field is None and any(field.name == "status" for field in model._meta.fields):
        field = model._meta.get_field("status")
    choices = list(getattr(field, "choices", None) or [])
    return [
        f"{_in('en', label)} | {_in('zh-hans', label)} | `{model.__name__}.{value}`"
        for value, label in choices
    ]


def _in(language: str, label: object) -> str:
    with translation.override(language):
        return str(label)


def split_glossary(text: str) -> tuple[str, str]:
    """Return the hand-written part and the states."""
    words, _, states = text.partition(HEADING)
    return words.rstrip() + "\n", (HEADING + states) if states else ""


def write_states(path: Path = GLOSSARY) -> bool:
    """Bring the states of the glossary up to date; tell whether anything changed."""
    text = path.read_text(encoding="utf-8")
    fresh = f"{split_glossary(text)[0]}\n{states_section()}"
    path.write_text(fresh, encoding="utf-8")
    return fresh != text


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    compile_stale()
    django.setup()
    print(
        "docs/glossary.md is up to date." if not write_states() else "Wrote the states of docs/glossary.md."
    )
