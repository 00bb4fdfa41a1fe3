"""The chart as the seed file has it, written into the database after every migration."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.models.staff import Department, Position, PositionRole

CHART = Path(__file__).parent / "seed_chart.toml"


def read_chart() -> list[dict[str, Any]]:
    """Return the departments of the seed file in their order, each with its positions."""
    return list(tomllib.loads(CHART.read_text(encoding="utf-8"))["departments"])


def seed_chart() -> None:
    """Bring departments, positions and what they carry to what the file says; what is not in the file stays.

    Where nothing differs it costs three reads.
    """
    departments = read_chart()
    with transaction.atomic():
        ids = _write(
            Department, ({"code": code, **values} for code, values in _departments(departments)), "parent"
        )
        _write(Position, _positions(departments, ids), "reports_to")
        _write_roles(departments)


def _departments(departments: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for rank, one in enumerate(departments):
        yield (
            one["code"],
            {"name_en": one["en"], "name_zh": one["zh"], "rank": rank, "parent": one.get("parent")},
        )


def _positions(departments: list[dict[str, Any]], ids: dict[str, int]) -> Iterator[dict[str, Any]]:
    rank = 0
    for department in departments:
        for one in department["positions"]:
            rank += 1
            yield {
                "code": one["code"],
                "title_en": one["en"],
                "title_zh": one["zh"],
                "department_id": ids[department["code"]],
                "is_head": one.get("head", False),
                "headcount": one.get("headcount", 1),
                "rank": rank,
                "reports_to": one.get("reports_to"),
            }


def _write(model: Any, wanted: Any, link: str) -> dict[str, int]:
    """Write the rows that are missing or differ; `link` names a row of the same table, set when all are there."""
    rows = list(wanted)
    there = {row.code: row for row in model.objects.all()}
    missing = [row for row in rows if row["code"] not in there]
    model.objects.bulk_create(
        model(**{name: value for name, value in row.items() if name != link}) for row in missing
    )
    if missing:
        there = {row.code: row for row in model.objects.all()}
    changed = []
    for row in rows:
        found, linked = there[row["code"]], row.pop(link)
        values = {**row, f"{link}_id": there[linked].pk if linked else None}
        if any(getattr(found, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(found, name, value)
            changed.append(found)
    if changed:
        names = [field.name for field in model._meta.concrete_fields if field.name not in ("id", "code")]
        model.objects.bulk_update(changed, names)
    return {code: row.pk for code, row in there.items()}


def _write_roles(departments: list[dict[str, Any]]) -> None:
    ids = dict(Position.objects.values_list("code", "pk"))
    wanted = {
        (ids[one["code"]], role)
        for department in departments
        for one in department["positions"]
        for role in one["roles"]
    }
    there = set(PositionRole.objects.values_list("position_id", "role"))
    PositionRole.objects.bulk_create(
        PositionRole(position_id=position, role=role) for position, role in sorted(wanted - there)
    )
