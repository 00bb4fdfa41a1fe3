"""Who may do what, from the tables in code: role × right by class, what no deputy gets, what excludes what."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from accounts.duties import CLASSES, CONFLICTS, NEVER_DELEGATED, Conflict, conflicts_of
from accounts.roles import RIGHT_NAMES, ROLE_NAMES, ROLES
from accounts.web.csv_lines import BYTE_ORDER_MARK, csv_line, safe_cell


@dataclass(frozen=True)
class MatrixRow:
    """A right; `never` says why no deputy gets it, empty where one may."""

    right: str
    label: Promise | str
    holds: list[bool]
    never: Promise | str


@dataclass(frozen=True)
class MatrixGroup:
    """A class of rights with the classes it excludes."""

    code: str
    name: Promise
    excludes: list[Promise]
    rows: list[MatrixRow]


@dataclass(frozen=True)
class ConflictRow:
    one: Promise
    other: Promise
    why: Promise


@dataclass(frozen=True)
class Matrix:
    roles: list[Promise]
    groups: list[MatrixGroup]
    conflicts: list[ConflictRow]


def role_matrix() -> Matrix:
    """Return the table of roles as a matrix, rights grouped by class in the order of the table of duties."""
    return Matrix(
        roles=[ROLE_NAMES[role] for role in ROLES],
        groups=[
            MatrixGroup(
                code,
                one.name,
                [CLASSES[other].name for other in conflicts_of(code)],
                [_row(right) for right in sorted(one.rights)],
            )
            for code, one in CLASSES.items()
        ],
        conflicts=[_conflict(conflict) for conflict in CONFLICTS],
    )


def _row(right: str) -> MatrixRow:
    return MatrixRow(
        right,
        RIGHT_NAMES.get(right, right),
        [right in held for held in ROLES.values()],
        NEVER_DELEGATED.get(right, ""),
    )


def _conflict(conflict: Conflict) -> ConflictRow:
    return ConflictRow(CLASSES[conflict.one].name, CLASSES[conflict.other].name, conflict.why)


def matrix_csv(language: str) -> Iterator[str]:
    """Yield the matrix as CSV: one line a right, one column a role."""
    # The lines are made after the view has returned, when the request's language is no longer the active one.
    with override(language):
        matrix = role_matrix()
        heads = [_("Class"), _("Code"), _("Right"), *(str(role) for role in matrix.roles)]
        yield BYTE_ORDER_MARK + csv_line([*heads, _("A deputy may get it"), _("Excludes")])
        for group in matrix.groups:
            excludes = pgettext("between items of a list", ", ").join(str(name) for name in group.excludes)
            for row in group.rows:
                held = [_("yes") if held else "" for held in row.holds]
                deputy = _("no") if row.never else _("yes")
                cells = [str(group.name), row.right, str(row.label), *held, deputy, excludes]
                yield csv_line(safe_cell(cell) for cell in cells)
