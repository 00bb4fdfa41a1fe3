"""The house's own code, read once a run, for the tests that walk through it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# From the ground up; each may use only what stands before it.
FLOORS = ("accounts", "finance", "lending", "risk", "support", "operations", "config")
APPS = FLOORS[:-1]
SHOWN_FAULTS = 50
SHARED_TEMPLATES = ("layouts", "components", "errors")


@dataclass(frozen=True)
class SourceFile:
    """A file of the house with its path relative to the root."""

    path: Path

    @property
    def place(self) -> str:
        return self.path.as_posix()

    @cached_property
    def text(self) -> str:
        return (ROOT / self.path).read_text(encoding="utf-8")

    @property
    def room(self) -> str:
        return self.path.parts[0]


@dataclass(frozen=True)
class Module(SourceFile):
    """A Python file."""

    @property
    def name(self) -> str:
        parts = list(self.path.with_suffix("").parts)
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.place)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    def at(self, node: ast.AST) -> str:
        return f"{self.place}:{getattr(node, 'lineno', 1)}"


@cache
def modules() -> tuple[Module, ...]:
    """Return every Python file of the floors, migrations left out."""
    found = (path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py")))
    return tuple(Module(path.relative_to(ROOT)) for path in found if "migrations" not in path.parts)


@cache
def modules_by_name() -> dict[str, Module]:
    return {module.name: module for module in modules()}


@cache
def templates() -> tuple[SourceFile, ...]:
    """Return every template."""
    found = sorted(
        path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt", ".svg"}
    )
    return tuple(SourceFile(path.relative_to(ROOT)) for path in found)


@cache
def own_files(*suffixes: str) -> tuple[SourceFile, ...]:
    """Return every file of ours with one of the suffixes, migrations left out."""
    folders = (*FLOORS, "script", "tests", "templates", "static")
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*")))
    return tuple(
        SourceFile(path.relative_to(ROOT))
        for path in found
        if path.suffix in suffixes and path.is_file() and "migrations" not in path.parts
    )


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method, the inner ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def docstrings_of(tree: ast.AST) -> set[ast.AST]:
    """Return the constants that are docstrings."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }


def called_name(call: ast.Call) -> str:
    """Return the last name of what is called: `get` for `User.objects.get(…)`."""
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` for plain attribute chains, else what of it is plain."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def listed(faults: list[str], advice: str) -> str:
    """Return a failure's text: what to do, then the places."""
    more = [f"… and {len(faults) - SHOWN_FAULTS} more"] if len(faults) > SHOWN_FAULTS else []
    return f"{advice}\n  " + "\n  ".join(faults[:SHOWN_FAULTS] + more)
