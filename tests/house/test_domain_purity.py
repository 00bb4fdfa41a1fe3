"""`domain/` is pure arithmetic: no Django, no clock, no settings, and no float outside the rooms of rates."""

import ast

from tests.house.code import FLOORS, Module, called_name, dotted, listed, modules

# A rate may be a float where it is only shown and never feeds an amount.
RATE_ROOMS = {"lending/domain/rates.py"}
NOT_PURE = {
    "django",
    "celery",
    "os",
    "time",
    "random",
    "secrets",
    "uuid",
    "logging",
    "socket",
    "requests",
    "urllib",
}
ASKS_THE_CLOCK = {"today", "now", "utcnow", "localdate"}


def domain_modules() -> list[Module]:
    return [module for module in modules() if "domain" in module.path.parts]


def imported_modules(module: Module) -> list[tuple[str, ast.AST]]:
    found: list[tuple[str, ast.AST]] = []
    for node in module.nodes:
        if isinstance(node, ast.Import):
            found += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.module, node))
    return found


def test_domain_imports_nothing_that_knows_the_world() -> None:
    faults = []
    for module in domain_modules():
        for name, node in imported_modules(module):
            parts = name.split(".")
            outside = parts[0] in NOT_PURE or (parts[0] in FLOORS and "domain" not in parts)
            if outside:
                faults.append(f"{module.at(node)} imports {name}")
    assert not faults, listed(faults, "Hand in as an argument what these domain modules fetch themselves:")


def test_domain_asks_no_clock() -> None:
    faults = [
        f"{module.at(node)} {dotted(node.func)}()"
        for module in domain_modules()
        for node in module.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ASKS_THE_CLOCK
    ]
    assert not faults, listed(faults, "Ask for the date as an argument:")


def test_no_float_comes_near_an_amount() -> None:
    faults = []
    for module in domain_modules():
        if module.place in RATE_ROOMS:
            continue
        for node in module.nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                faults.append(f"{module.at(node)} the literal {node.value}")
            elif isinstance(node, ast.Call) and called_name(node) == "float":
                faults.append(f"{module.at(node)} float()")
            elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
                faults.append(f"{module.at(node)} true division")
            elif isinstance(node, ast.Name) and node.id == "float":
                faults.append(f"{module.at(node)} names float")
    assert not faults, listed(
        sorted(set(faults)),
        "Use whole fen, ppm and Fraction(a, b), and round once with finance.domain.money:",
    )


def test_rate_rooms_exist_and_are_few() -> None:
    places = {module.place for module in domain_modules()}
    assert places >= RATE_ROOMS, "A rate room is gone; take it off the list."
    assert len(RATE_ROOMS) <= 3


def test_services_and_models_hold_no_float_either() -> None:
    faults = []
    for module in modules():
        if not {"services", "models"} & set(module.path.parts):
            continue
        for node in module.nodes:
            if isinstance(node, ast.Call) and called_name(node) in {"float", "FloatField", "DecimalField"}:
                faults.append(f"{module.at(node)} {called_name(node)}")
    assert not faults, listed(faults, "Money is whole fen in BigIntegerField, rates whole ppm:")
