"""Every text people see goes through a translation, and every translation is there."""

import ast
import re
from html.parser import HTMLParser

import pytest
from django.template.base import Lexer, TokenType

from script.catalogues.catalogues import check
from tests.house.code import Module, SourceFile, called_name, docstrings_of, listed, modules, templates

pytestmark = pytest.mark.once("sqlite")

# A block that fills a class attribute of the layout.
CLASS_BLOCK = re.compile(r"block \w*(class|kind)$")
LETTERS = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENTITY = re.compile(r"&#?\w+;")
SEEN_ATTRIBUTES = {"alt", "title", "placeholder", "aria-label", "aria-description", "label", "content"}
# The name of the house and the names of the languages are the same in every language; units of size and time codes too.
SAME_EVERYWHERE = re.compile(
    r"Switch to English|切换到中文|Fenqi|分期|English|简体中文|中文|\bEN\b|PDF|CSV|JSON|XIRR|IRR|APR|Ctrl|Esc|utf-8",
    re.IGNORECASE,
)
NOT_READ = {"script", "style", "code", "kbd", "svg", "path", "symbol"}
MACHINE_META = {
    "viewport",
    "color-scheme",
    "theme-color",
    "robots",
    "htmx-config",
    "format-detection",
    "referrer",
}

SHOWN_KEYWORDS = {
    "label",
    "help_text",
    "verbose_name",
    "verbose_name_plural",
    "empty_label",
    "department",
    "initial_text",
    "placeholder",
}
SHOWN_ARGUMENTS = {"ValidationError": 0, "Refused": 1, "StaleState": 1}
MESSAGE_CALLS = {"messages.success", "messages.error", "messages.info", "messages.warning"}


class VisibleText(HTMLParser):
    """Collects what a reader would see or hear of a page that stands there untranslated."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_machine = tag == "meta" and (values.get("name") in MACHINE_META or "charset" in values)
        for name, value in attrs:
            if name in SEEN_ATTRIBUTES and not is_machine:
                self.keep(value or "")
        if tag in NOT_READ:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            del self.open[self.open.index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self.open:
            self.keep(data)

    def keep(self, text: str) -> None:
        if LETTERS.search(SAME_EVERYWHERE.sub("", text)):
            self.found.append((self.getpos()[0], " ".join(text.split())))


def without_tags(template: SourceFile) -> str:
    """Return the template's own text: tags, variables and translated blocks are blank, lines keep their numbers."""
    kept = []
    inside = in_class = ""
    for token in Lexer(template.text).tokenize():
        lines = "\n" * token.contents.count("\n")
        name = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type == TokenType.TEXT:
            kept.append(lines if inside or in_class else token.contents)
            continue
        kept.append(lines)
        if token.token_type == TokenType.BLOCK:
            if inside and name == f"end{inside}":
                inside = ""
            elif not inside and name in {"blocktranslate", "blocktrans", "comment"}:
                inside = name
            elif CLASS_BLOCK.match(token.contents):
                in_class = name
            elif name == "endblock":
                in_class = ""
    return "".join(kept)


def test_catalogues_are_in_step_with_the_code() -> None:
    wrong = check()
    assert not wrong, listed(
        wrong, "Run script/messages --write, put in the Chinese, run script/messages --check:"
    )


def test_templates_show_no_untranslated_text() -> None:
    faults = []
    for template in templates():
        text = without_tags(template)
        if template.path.suffix == ".html":
            reader = VisibleText()
            reader.feed(text)
            faults += [f"{template.place}:{line} {words!r}" for line, words in reader.found]
        elif template.path.suffix == ".txt":
            lines = enumerate(text.splitlines(), 1)
            faults += [
                f"{template.place}:{n} {line!r}"
                for n, line in lines
                if LETTERS.search(SAME_EVERYWHERE.sub("", line))
            ]
    assert not faults, listed(faults, "Wrap these texts in translate or blocktranslate:")


def literal(node: ast.AST | None) -> str:
    """Return the text of a bare literal or of an f-string, nothing for what is wrapped or computed."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) for part in node.values) or "f-string"
    return ""


def shown_literals(module: Module) -> list[str]:
    """Return the places where a literal reaches people as it stands."""
    found = []
    for node in module.nodes:
        if not isinstance(node, ast.Call):
            continue
        shown = [word.value for word in node.keywords if word.arg in SHOWN_KEYWORDS]
        position = SHOWN_ARGUMENTS.get(called_name(node))
        if position is not None and len(node.args) > position:
            shown.append(node.args[position])
        if ast.unparse(node.func) in MESSAGE_CALLS and len(node.args) > 1:
            shown.append(node.args[1])
        for value in shown:
            text = literal(value)
            if LETTERS.search(SAME_EVERYWHERE.sub("", text)):
                found.append(f"{module.at(node)} {text!r}")
    return found


def test_code_shows_no_untranslated_text() -> None:
    faults = [
        fault
        for module in modules()
        if not {"commands", "benchmarks"} & set(module.path.parts)
        for fault in shown_literals(module)
    ]
    assert not faults, listed(faults, "Wrap these texts in gettext (gettext_lazy at import time):")


EAGER = {"gettext", "ngettext", "pgettext", "npgettext"}


def eager_at_import(module: Module) -> list[str]:
    """Return the places where a text is put into one language when the module is read."""
    names = {
        name.asname or name.name
        for node in module.nodes
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.name in EAGER
    }
    found, left = [], list(ast.iter_child_nodes(module.tree))
    while left:
        node = left.pop()
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            found.append(module.at(node))
        left += ast.iter_child_nodes(node)
    return found


def test_no_text_is_translated_when_a_module_is_read() -> None:
    faults = [fault for module in modules() for fault in eager_at_import(module)]
    assert not faults, listed(faults, "Write gettext_lazy here; these keep the language of the first reader:")


def choice_classes(module: Module) -> list[ast.ClassDef]:
    return [
        node
        for node in module.nodes
        if isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in node.bases)
    ]


def test_every_choice_has_a_translated_name() -> None:
    faults = []
    for module in modules():
        for choices in choice_classes(module):
            for node in choices.body:
                if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
                    continue
                value = node.value
                is_named = (
                    isinstance(value, ast.Tuple)
                    and len(value.elts) == 2
                    and isinstance(value.elts[1], ast.Call)
                )
                if node.targets[0].id.isupper() and not is_named:
                    faults.append(f"{module.at(node)} {choices.name}.{node.targets[0].id}")
    assert not faults, listed(faults, 'Name each choice: FULL = "full", _("Full"):')


# Where Chinese is data and not a text of the site: made-up people, names of banks, purposes that are refused.
CHINESE_IS_DATA = re.compile(
    r"(^|/)(simulation|demo|names|seeds?|issuers|purposes|identity_sandbox|sandbox|real_name)\w*(/|\.py$)"
)
# The units of large numbers, which differ in more than the word, and the form of dates.
CHINESE_IS_DATA_IN = {"accounts/web/formats.py", "config/formats/zh_Hans/formats.py"}


def test_no_chinese_stands_in_the_code() -> None:
    faults = []
    for module in modules():
        if CHINESE_IS_DATA.search(module.place) or module.place in CHINESE_IS_DATA_IN:
            continue
        docstrings = docstrings_of(module.tree)
        for node in module.nodes:
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and node not in docstrings
                and CHINESE.search(SAME_EVERYWHERE.sub("", node.value))
            ):
                faults.append(f"{module.at(node)} {node.value[:60]!r}")
    assert not faults, listed(faults, "The code speaks English; the Chinese stands in locale/:")
