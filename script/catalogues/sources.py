"""Find every text that the code asks a translation for, without gettext's own tools."""

import ast
import re
from dataclasses import dataclass
from typing import NamedTuple

from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import block_re, constant_re, endblock_re, inline_re, plural_re

# Which argument of each function holds what: (context, text, plural).
FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
CONTEXT = re.compile(r"""\scontext\s+(?:"([^"]*)"|'([^']*)')""")


class Found(NamedTuple):
    """A text that needs a translation."""

    context: str
    text: str
    plural: str
    place: str

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.text


@dataclass
class _Block:
    """What stands between blocktranslate and its end."""

    context: str
    is_trimmed: bool
    place: str
    singular: str = ""
    plural: str | None = None

    def add(self, text: str) -> None:
        if self.plural is None:
            self.singular += text
        else:
            self.plural += text

    def found(self) -> Found:
        trim = trim_whitespace if self.is_trimmed else str
        return Found(self.context, trim(self.singular), trim(self.plural or ""), self.place)


def from_python(tree: ast.AST, place: str) -> list[Found]:
    """Return the texts of a module's translation calls; refuses (SyntaxError) one put together at run time."""
    names = _imported_names(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (function := _function(node.func, names)):
            at = f"{place}:{node.lineno}"
            context, text, plural = FUNCTIONS[function]
            literal = _literal(node, text, at)
            if literal:
                found.append(Found(_literal(node, context, at), literal, _literal(node, plural, at), at))
    return found


def _imported_names(tree: ast.AST) -> dict[str, str]:
    """Return the local names of Django's translation functions, `_` among them."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in FUNCTIONS
    }


def _function(called: ast.expr, names: dict[str, str]) -> str:
    if isinstance(called, ast.Name):
        return names.get(called.id, "")
    if isinstance(called, ast.Attribute) and called.attr in FUNCTIONS:
        return called.attr
    return ""


def _literal(call: ast.Call, position: int | None, place: str) -> str:
    if position is None or position >= len(call.args):
        return ""
    argument = call.args[position]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    if isinstance(argument, ast.JoinedStr | ast.BinOp):
        raise SyntaxError(f"{place}: translate one whole literal and fill its named placeholders afterwards")
    return ""


def from_template(source: str, place: str) -> list[Found]:
    """Return the texts of translate and blocktranslate tags and of `_("…")` in tags and filters."""
    found: list[Found] = []
    block: _Block | None = None
    in_comment = False
    for token in Lexer(source).tokenize():
        at = f"{place}:{token.lineno}"
        if token.token_type == TokenType.BLOCK and token.contents in {"comment", "endcomment"}:
            in_comment = token.contents == "comment"
        elif in_comment:
            continue
        elif block is not None:
            if token.token_type == TokenType.BLOCK and endblock_re.match(token.contents):
                found.append(block.found())
                block = None
            else:
                _continue_block(block, token, at)
        elif token.token_type == TokenType.BLOCK and block_re.match(token.contents):
            found += _constants(token.contents, at)
            trimmed = "trimmed" in token.split_contents()
            block = _Block(_context(token.contents), trimmed, at)
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            found += _inline(token, at)
    return found


def _continue_block(block: _Block, token: Token, place: str) -> None:
    if token.token_type == TokenType.VAR:
        block.add(f"%({token.contents})s")
    elif token.token_type == TokenType.TEXT:
        block.add(token.contents.replace("%", "%%"))
    elif token.token_type == TokenType.BLOCK and plural_re.match(token.contents):
        block.plural = ""
    elif token.token_type == TokenType.BLOCK:
        raise SyntaxError(f"{place}: no other tag may stand inside blocktranslate: {token.contents}")


def _inline(token: Token, place: str) -> list[Found]:
    match = inline_re.match(token.contents) if token.token_type == TokenType.BLOCK else None
    if match is None:
        return _constants(token.contents, place)
    return [Found(_context(match[2] or ""), match[1][1:-1].replace("%", "%%"), "", place)]


def _constants(contents: str, place: str) -> list[Found]:
    return [Found("", match[1:-1].replace("%", "%%"), "", place) for match in constant_re.findall(contents)]


def _context(contents: str) -> str:
    match = CONTEXT.search(contents)
    return (match[1] or match[2] or "") if match else ""
