"""The habits that keep the house true: what may be written where, and nowhere else."""

import ast
import re

import pytest

from tests.house.code import Module, called_name, dotted, functions_of, listed, modules, own_files, templates

pytestmark = pytest.mark.once("sqlite")

# Rows whose `status` is a worker's own progress mark: they are no business objects and have no MOVES.
OWN_PROGRESS = {
    "accounts/services/deliver_events.py",
    "accounts/services/choose_messages.py",
    "accounts/services/deliver_messages.py",
    "accounts/services/record_sms_receipts.py",
    "accounts/services/retry_message.py",
    "operations/simulation/post.py",
}
# Where drawings are made of our own numbers and blocks are passed on that a template has escaped already.
MAKES_MARKUP = {
    "accounts/web/charts/frame.py",
    "accounts/web/charts/small.py",
    "accounts/templatetags/charts.py",
    "accounts/templatetags/ui.py",
}
# What packages tell in no other way: of the database, and of the door (accounts/sign_in_log.py).
SIGNALS_ALLOWED = {"post_migrate", "connection_created"}
SIGNALS_ALLOWED |= {"user_logged_in", "user_logged_out", "authentication_failed"}
WALL_CLOCK = {"timezone.now", "timezone.localdate", "timezone.localtime", "datetime.now", "dt.datetime.now"}
WALL_CLOCK |= {"date.today", "dt.date.today", "datetime.date.today", "datetime.datetime.now", "time.time"}

INLINE = {
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "an hx-on attribute": re.compile(r"\shx-on", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
# A query string may be put behind an address.
ARITHMETIC = re.compile(r"""\|\s*(add:(?!["']\?)|divisibleby:)|\{%\s*widthratio\b""")
FETCH = re.compile(r"\.(objects|all|exists|iterator|order_by|\w+_set)\b(?=[.|%}\s])")
TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
ADDRESS = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[\w.-]+\.\w+", re.IGNORECASE)


def is_view(module: Module) -> bool:
    return "views" in module.path.parts or module.path.name == "views.py"


def test_no_signals_between_apps() -> None:
    faults = []
    for module in modules():
        for node in module.nodes:
            if (
                isinstance(node, ast.Call)
                and called_name(node) == "connect"
                and isinstance(node.func, ast.Attribute)
            ):
                signal = dotted(node.func.value).rpartition(".")[2]
                if signal and signal not in SIGNALS_ALLOWED and "signal" in module.text:
                    faults.append(f"{module.at(node)} connects to {signal}")
            elif isinstance(node, ast.Name | ast.Attribute) and dotted(node).rpartition(".")[2] == "receiver":
                faults.append(f"{module.at(node)} receiver")
    assert not faults, listed(
        faults, "Leave an accounts.Event row and subscribe to it; there are no signals between apps:"
    )


def test_only_the_clock_knows_the_time() -> None:
    faults = [
        f"{module.at(node)} {dotted(node.func)}()"
        for module in modules()
        if module.place != "accounts/clock.py"
        for node in module.nodes
        if isinstance(node, ast.Call) and dotted(node.func) in WALL_CLOCK
    ]
    assert not faults, listed(faults, "Ask accounts.clock.now() or accounts.clock.today():")


def test_views_get_objects_from_policies() -> None:
    faults = []
    for module in filter(is_view, modules()):
        for node in module.nodes:
            if not isinstance(node, ast.Call):
                continue
            name = dotted(node.func)
            if called_name(node) in {"get_object_or_404", "get_list_or_404"} or name.endswith(".objects.get"):
                faults.append(f"{module.at(node)} {name or called_name(node)}")
    assert not faults, listed(faults, "Getting is checking: fetch through policies.access_…(user, number):")


def test_views_write_nothing_themselves() -> None:
    writes = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "select_for_update"}
    faults = []
    for module in filter(is_view, modules()):
        for node in module.nodes:
            if isinstance(node, ast.Call):
                name = dotted(node.func)
                if name.endswith((".objects.create", ".objects.update")) or called_name(node) in writes:
                    faults.append(f"{module.at(node)} {name or called_name(node)}")
                elif name.endswith("atomic"):
                    faults.append(f"{module.at(node)} opens a transaction")
    assert not faults, listed(
        faults, "A view calls one service; the service opens the transaction and writes:"
    )


def test_status_is_moved_never_set() -> None:
    faults = []
    for module in modules():
        if module.place == "accounts/states.py" or module.place in OWN_PROGRESS:
            continue
        for node in module.nodes:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if isinstance(node, ast.Assign | ast.AugAssign) and any(
                isinstance(target, ast.Attribute) and target.attr == "status" for target in targets
            ):
                faults.append(f"{module.at(node)} assigns .status")
            elif isinstance(node, ast.Call) and called_name(node) == "update":
                faults += [
                    f"{module.at(node)} .update(status=…)" for word in node.keywords if word.arg == "status"
                ]
    assert not faults, listed(
        faults, "Call accounts.states.move(): it checks, updates on condition and writes the event:"
    )


def test_only_the_bank_hook_skips_the_csrf_check() -> None:
    faults = [
        module.at(function)
        for module in modules()
        for function in functions_of(module.tree)
        if any("csrf_exempt" in ast.unparse(decorator) for decorator in function.decorator_list)
        and not any("machine" in ast.unparse(decorator) for decorator in function.decorator_list)
    ]
    assert not faults, listed(
        faults, "Only a @machine view, which proves its caller by a signature, is csrf_exempt:"
    )


def test_markup_is_escaped_everywhere() -> None:
    faults = [
        f"{module.at(node)} {called_name(node)}"
        for module in modules()
        if module.place not in MAKES_MARKUP
        for node in module.nodes
        if isinstance(node, ast.Call) and called_name(node) in {"mark_safe", "SafeString", "SafeText"}
    ]
    faults += [
        f"{template.place} {what}"
        for template in templates()
        for what in ("|safe", "{% autoescape off")
        if template.path.suffix == ".html" and re.search(re.escape(what) + r"(?!\w)", template.text)
    ]
    assert not faults, listed(
        faults, "Use format_html or a template; markup is marked safe only where charts are drawn:"
    )


@pytest.mark.parametrize("what", INLINE)
def test_templates_hold_nothing_the_content_policy_refuses(what: str) -> None:
    faults = [f"{template.place}: {what}" for template in templates() if INLINE[what].search(template.text)]
    faults += [
        f"{module.at(node)}: {what}"
        for module in modules()
        for node in module.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "<" in node.value
        if INLINE[what].search(node.value)
    ]
    assert not faults, listed(
        faults, "The content policy refuses it; use a class in static/css or a module in static/js:"
    )


def test_templates_add_nothing_up_and_fetch_nothing() -> None:
    faults = []
    for template in templates():
        faults += [f"{template.place}: {match[0]}" for match in ARITHMETIC.finditer(template.text)]
        for tag in TAG.finditer(template.text):
            faults += [f"{template.place}: {tag[0]}" for _ in FETCH.finditer(tag[0])]
    assert not faults, listed(faults, "Hand the finished value to the template from the view or queries.py:")


def test_pages_load_nothing_from_elsewhere() -> None:
    files = own_files(".html", ".css", ".js", ".svg")
    faults = [
        f"{file.place}: {match[0]}" for file in files for match in ADDRESS.finditer(strip_comments(file.text))
    ]
    assert not faults, listed(faults, "Every asset comes from our own site at run time:")


def strip_comments(text: str) -> str:
    """Return a file without its comments: a source may be named there."""
    text = re.sub(
        r"/\*.*?\*/|\{#.*?#\}|<!--.*?-->|\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.DOTALL
    )
    return re.sub(r"(?m)^\s*//.*$", "", text)


def test_services_never_see_the_request() -> None:
    faults = [
        f"{module.at(function)} {function.name}({argument.arg})"
        for module in modules()
        if {"services", "domain"} & set(module.path.parts)
        for function in functions_of(module.tree)
        for argument in (*function.args.args, *function.args.kwonlyargs)
        if argument.arg == "request"
    ]
    assert not faults, listed(faults, "A service takes values and ids, never the request:")


def test_each_service_file_holds_the_use_case_it_is_named_for() -> None:
    faults = []
    for module in modules():
        if (
            module.path.parent.name != "services"
            or module.path.name == "__init__.py"
            or module.path.name[0] == "_"
        ):
            continue
        public = {
            node.name
            for node in module.tree.body
            if isinstance(node, ast.FunctionDef) and node.name[0] != "_"
        }
        if module.path.stem not in public:
            faults.append(f"{module.place} defines {', '.join(sorted(public)) or 'nothing public'}")
    assert not faults, listed(
        faults, "A service file has a public function of its own name, the verb of the use case:"
    )


def test_admin_pages_only_read() -> None:
    faults = []
    for module in modules():
        if module.path.name != "admin.py" or module.room == "config":
            continue
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and not any(
                "ReadOnly" in ast.unparse(base) for base in node.bases
            ):
                faults.append(f"{module.at(node)} {node.name}")
    assert not faults, listed(faults, "Admin pages inherit from accounts.web.read_only_admin.ReadOnlyAdmin:")


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|[Cc]oming soon|敬请期待|[Ll]orem ipsum")
    here = "tests/house/test_habits.py"
    files = own_files(".py", ".html", ".css", ".js", ".txt")
    faults = [
        f"{file.place}: {match[0]}"
        for file in files
        if file.place != here
        for match in later.finditer(file.text)
    ]
    assert not faults, listed(faults, "Finish it or take it out:")
