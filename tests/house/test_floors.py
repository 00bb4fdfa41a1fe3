"""The order of the floors: nothing reaches up, nothing goes round in a circle."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps

from tests.house.code import (
    APPS,
    FLOORS,
    SHARED_TEMPLATES,
    Module,
    called_name,
    listed,
    modules,
    modules_by_name,
    templates,
)

MODEL_NAME = re.compile(r"^(\w+)\.([A-Z]\w*)$")
DOTTED = re.compile(r"^[a-z_]+(\.\w+)+$")
TABLE = re.compile(rf'\b(?:FROM|JOIN|UPDATE|INTO|TABLE)\s+"?({"|".join(APPS)})_[a-z]', re.IGNORECASE)
TEMPLATE_USE = re.compile(r"""\{%\s*(?:extends|include)\s+["']([^"']+)["']""")
LOAD = re.compile(r"\{%\s*load\s+([^%]+?)\s*%\}")


def floor_of(dotted_name: str) -> str:
    first = dotted_name.partition(".")[0]
    return first if first in FLOORS else ""


def is_above(upper: str, lower: str) -> bool:
    return bool(upper and lower) and FLOORS.index(upper) > FLOORS.index(lower)


def imported(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """Yield the house modules that this one imports, at its top or inside a function."""
    for node in module.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if floor_of(alias.name):
                    yield alias.name, node
        elif isinstance(node, ast.ImportFrom) and node.module and floor_of(node.module):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield (inner if inner in modules_by_name() else node.module), node


def named_in_text(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """Yield what strings name: "app.Model", a dotted path of ours, `get_model("app", …)`, a table in SQL."""
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if (match := MODEL_NAME.match(node.value)) or (match := TABLE.search(node.value)):
                yield match[1].lower(), node
            elif DOTTED.match(node.value) and names_a_module(node.value):
                yield node.value, node
        elif (
            isinstance(node, ast.Call) and called_name(node) in {"get_model", "get_app_config"} and node.args
        ):
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value.split(".")[0], node


def names_a_module(text: str) -> bool:
    head = text.rpartition(".")[0]
    return text in modules_by_name() or ("." in head and head in modules_by_name())


@pytest.mark.parametrize("floor", APPS)
def test_no_module_uses_a_floor_above(floor: str) -> None:
    faults = []
    for module in modules():
        if module.room != floor:
            continue
        for used, node in (*imported(module), *named_in_text(module)):
            if is_above(floor_of(used), floor):
                faults.append(f"{module.at(node)} uses {used}")
    assert not faults, listed(
        faults,
        f"{floor} uses a floor above it. Call down, or leave an accounts.Event row that the upper app reads:",
    )


def test_no_template_uses_a_floor_above() -> None:
    tags = {
        module.path.stem: module.room
        for module in modules()
        if "templatetags" in module.path.parts and module.path.stem != "__init__"
    }
    faults = []
    for template in templates():
        own = template.path.parts[1]
        for match in TEMPLATE_USE.finditer(template.text):
            used = match[1].split("/")[0]
            if is_above(floor_of(used), floor_of(own)) or (own in SHARED_TEMPLATES and floor_of(used)):
                faults.append(f"{template.place} uses {match[1]}")
        for match in LOAD.finditer(template.text):
            names = match[1].split(" from ")[-1].split()
            faults += [
                f"{template.place} loads {name} of {tags[name]}"
                for name in names
                if name in tags
                and is_above(tags[name], floor_of(own) or ("accounts" if own in SHARED_TEMPLATES else ""))
            ]
    assert not faults, listed(
        faults, "A template uses a floor above it; move the shared part down into components/:"
    )


def test_no_circle_between_modules() -> None:
    graph = {
        module.name: sorted(
            {name for name, _ in imported(module) if name in modules_by_name()} - {module.name}
        )
        for module in modules()
    }
    circles = [" ↔ ".join(sorted(circle)) for circle in strongly_connected(graph) if len(circle) > 1]
    assert not circles, listed(
        circles, "These modules import each other in a circle; move what both need into a module below them:"
    )


def test_relations_that_leave_their_app_leave_no_name_behind() -> None:
    faults = []
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                other = getattr(field, "related_model", None)
                if (
                    field.auto_created
                    or other is None
                    or isinstance(other, str)
                    or other._meta.app_label == app
                ):
                    continue
                if not field.remote_field.hidden:
                    faults.append(f"{model._meta.label}.{field.name} → {other._meta.label}")
    assert not faults, listed(
        faults, 'Give these relations related_name="+"; the lower app must not know of the upper:'
    )


def strongly_connected(graph: dict[str, list[str]]) -> list[list[str]]:
    """Return the strongly connected components (Tarjan, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []
    for root, first in graph.items():
        work = [(root, iter(first))] if root not in index else []
        if work:
            index[root] = low[root] = len(index)
            stack.append(root)
        while work:
            name, successors = work[-1]
            for successor in successors:
                if successor not in index:
                    index[successor] = low[successor] = len(index)
                    stack.append(successor)
                    work.append((successor, iter(graph[successor])))
                    break
                if successor in stack:
                    low[name] = min(low[name], index[successor])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == index[name]:
                    cut = stack.index(name)
                    found.append(stack[cut:])
                    del stack[cut:]
    return found


def test_the_circle_finder_finds_circles() -> None:
    graph = {"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": [], "e": ["d"]}
    assert sorted(map(sorted, strongly_connected(graph))) == [["a", "b", "c"], ["d"], ["e"]]
