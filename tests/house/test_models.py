"""What the tables promise: states the database knows, relations that hold, events without personal values."""

import ast
import re

from django.apps import apps
from django.db import models

from accounts.states import StatefulModel
from tests.house.code import APPS, called_name, listed, modules

PERSONAL = re.compile(
    r"(real_name|display_name|identity_number|card_digits|card_number|phone|email|password|address)$"
)
LOCKERS = {"accounts/locking.py", "accounts/states.py"}
# The sandbox bank is a system of its own, and a benchmark measures what a plain lock costs.
OTHER_SYSTEMS = ("finance/custody/sandbox_", "operations/benchmarks/")


def own_models() -> list[type[models.Model]]:
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def state_fields() -> list[tuple[type[models.Model], models.Field]]:
    return [
        (model, field)
        for model in own_models()
        for field in model._meta.fields
        if field.name in {"status", "state"} and field.choices
    ]


def verdict(condition: models.Q, name: str, value: str) -> bool | None:
    """Return what a condition says of a value of one field, None where that depends on other fields."""
    said = [
        verdict(child, name, value) if isinstance(child, models.Q) else leaf(child, name, value)
        for child in condition.children
    ]
    if condition.connector == models.Q.AND:
        joined = False if False in said else None if None in said else True
    else:
        joined = True if True in said else None if None in said else False
    return joined if joined is None else joined is not condition.negated


def leaf(pair: object, name: str, value: str) -> bool | None:
    if not isinstance(pair, tuple):
        return None
    if pair[0] == name:
        return bool(pair[1] == value)
    return value in pair[1] if pair[0] == f"{name}__in" else None


def is_refused(model: type[models.Model], name: str, value: str) -> bool:
    """Tell whether a CHECK of the table refuses a value of a field, whatever else the row holds."""
    checks = [one for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]
    return any(verdict(check.condition, name, value) is False for check in checks)


def test_the_database_knows_every_state() -> None:
    faults = [
        f"{model._meta.label}.{field.name}"
        for model, field in state_fields()
        if not model.__name__.startswith("Sandbox")  # the bank is somebody else's system
        and not is_refused(model, field.name, "nonsense")
    ]
    assert not faults, listed(faults, "Add a CHECK that the state is one of the choices:")


def test_every_state_stands_in_the_table_of_moves() -> None:
    faults = []
    for model in own_models():
        if not issubclass(model, StatefulModel):
            continue
        values = {value for value, _ in model._meta.get_field("status").choices}
        states = {value for value in values if not is_refused(model, "status", value)}
        named = set(model.MOVES) | {to for targets in model.MOVES.values() for to in targets}
        faults += [f"{model._meta.label}: {state} is in no move" for state in sorted(states - named)]
        faults += [f"{model._meta.label}: {state} is no state" for state in sorted(named - states)]
        if not model.EVENT_NAME:
            faults.append(f"{model._meta.label}: no EVENT_NAME")
    assert not faults, listed(
        faults, "MOVES, the states the database allows, and EVENT_NAME belong together:"
    )


def test_nothing_disappears_with_something_else() -> None:
    faults = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.local_fields
        if field.remote_field
        and getattr(field.remote_field, "on_delete", None) in {models.CASCADE, models.SET_NULL}
    ]
    assert not faults, listed(faults, "Records of money and people are kept: on_delete=PROTECT:")


def test_events_hold_references_and_no_personal_values() -> None:
    faults = []
    for module in modules():
        for node in module.nodes:
            if not isinstance(node, ast.Call) or called_name(node) not in {
                "record_event",
                "move",
                "move_many",
                "EventInput",
            }:
                continue
            for keyword in node.keywords:
                if keyword.arg == "data" and isinstance(keyword.value, ast.Dict):
                    faults += [
                        f"{module.at(node)} {key.value}"
                        for key in keyword.value.keys
                        if isinstance(key, ast.Constant) and PERSONAL.search(str(key.value))
                    ]
    assert not faults, listed(
        faults, "An event is kept for ever; put the number of the row there, not the value:"
    )


def test_locks_are_taken_in_one_place() -> None:
    faults = [
        module.at(node)
        for module in modules()
        if module.place not in LOCKERS and not module.place.startswith(OTHER_SYSTEMS)
        for node in module.nodes
        if isinstance(node, ast.Call)
        and called_name(node) == "select_for_update"
        # A worker that leaves alone what another has claimed waits for nobody.
        and not any(keyword.arg == "skip_locked" for keyword in node.keywords)
    ]
    assert not faults, listed(faults, "Lock with accounts.locking.lock(), which keeps the house order:")


def test_growing_tables_page_by_key() -> None:
    faults = [
        module.at(node)
        for module in modules()
        for node in module.nodes
        if isinstance(node, ast.ImportFrom) and node.module == "django.core.paginator"
    ]
    assert not faults, listed(
        faults, "Page with accounts.web.paging.page_by_key(); counting all rows does not last:"
    )
