"""Reading the authority matrix: the version in force, and its rows to and from the table."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from accounts.commands import hash_inputs
from risk.domain.authority import AuthorityRow
from risk.models import AuthorityMatrix


def matrix_in_force() -> AuthorityMatrix | None:
    """Return the version that decides today."""
    return AuthorityMatrix.objects.filter(status=AuthorityMatrix.Status.IN_FORCE).first()


def proposed_matrix() -> AuthorityMatrix | None:
    """Return the version that waits for approval."""
    return AuthorityMatrix.objects.filter(status=AuthorityMatrix.Status.PROPOSED).first()


def matrices() -> "QuerySet[AuthorityMatrix]":
    """Return every version, the newest first."""
    return AuthorityMatrix.objects.select_related("proposed_by").order_by("-pk")


def rows_of(matrix: AuthorityMatrix) -> list[AuthorityRow]:
    """Return what stands in a version; raises ValueError where it is not what was approved."""
    if rows_hash(matrix.rows) != matrix.rows_hash:
        raise ValueError(f"{matrix.number} is not what was approved.")
    return [AuthorityRow(**{**row, "roles": tuple(row["roles"])}) for row in matrix.rows]


def rows_to_keep(rows: Iterable[AuthorityRow]) -> list[dict[str, Any]]:
    """Return rows as they are kept."""
    return [{**vars(row), "roles": list(row.roles)} for row in rows]


def rows_hash(rows: list[dict[str, Any]]) -> str:
    """Return what an approval of these rows is bound to."""
    return hash_inputs({"rows": rows})
