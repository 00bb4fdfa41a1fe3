"""Names carry their units: fen, ppm, a date's `_on`, an instant's `_at`."""

import ast
import re

import pytest
from django.apps import apps
from django.db import models

from tests.house.code import APPS, functions_of, listed, modules

pytestmark = pytest.mark.once("sqlite")

# A name of Django's own base class, and the one date of the house that has a name of its own.
PROPER_NAMES = {"last_login", "business_date"}
# A whole number of one of these is an amount, and an amount ends in its unit.
AMOUNT = re.compile(
    r"^(\w+_)?(amount|price|principal|penalty|balance|interest|fee|deposit|payment|cost|income)$"
)


def own_fields() -> list[tuple[str, models.Field]]:
    return [
        (f"{model._meta.label}.{field.name}", field)
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.local_fields
        if field.name not in PROPER_NAMES
    ]


def test_dates_end_in_on_and_instants_in_at() -> None:
    faults = []
    for label, field in own_fields():
        if isinstance(field, models.DateTimeField):
            ending = "at"
        elif isinstance(field, models.DateField):
            ending = "on"
        else:
            continue
        if field.name != ending and not field.name.endswith(f"_{ending}"):
            faults.append(f"{label} should end in _{ending}")
    assert not faults, listed(faults, "Dates end in _on, instants in _at:")


def test_no_field_sets_its_own_time() -> None:
    faults = [
        label
        for label, field in own_fields()
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ]
    assert not faults, listed(
        faults, "auto_now asks the wall clock; set the field from accounts.clock.now():"
    )


def test_amounts_in_tables_end_in_fen() -> None:
    faults = [
        label
        for label, field in own_fields()
        if isinstance(field, models.IntegerField | models.BigIntegerField) and AMOUNT.match(field.name)
    ]
    assert not faults, listed(faults, "An amount is whole fen and its name says so (_fen):")


def test_amounts_in_signatures_end_in_fen() -> None:
    faults = []
    for module in modules():
        if not {"domain", "services"} & set(module.path.parts):
            continue
        named = [
            (argument.arg, argument.annotation, argument)
            for function in functions_of(module.tree)
            if function.name[0] != "_"
            for argument in (*function.args.args, *function.args.kwonlyargs, *function.args.posonlyargs)
        ]
        named += [
            (node.target.id, node.annotation, node)
            for owner in module.nodes
            if isinstance(owner, ast.ClassDef)
            for node in owner.body
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        ]
        faults += [
            f"{module.at(node)} {name}: int"
            for name, annotation, node in named
            if AMOUNT.match(name) and isinstance(annotation, ast.Name) and annotation.id == "int"
        ]
    assert not faults, listed(faults, "An amount is whole fen and its name says so (_fen):")
