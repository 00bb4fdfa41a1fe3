"""Ask for the approval of another authority matrix."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from accounts.numbers import next_number
from accounts.services.request_approval import request_approval
from lending.models.product import Grade, ProductLine
from risk.authority.matrix import matrix_in_force, proposed_matrix, rows_hash, rows_to_keep
from risk.domain.authority import AuthorityRow, faults_of
from risk.models import AuthorityMatrix

KIND = "risk.publish_authority"


def propose_authority(*, rows: Sequence[AuthorityRow], maker: User, reason: str) -> AuthorityMatrix:
    """Put a whole matrix before another person, bound to every row.

    Refuses (`bad_matrix`) one with gaps, overlaps or impossible rows, (`already_proposed`) while another one waits,
    (`nothing_changed`) the one in force, (`reason_missing`).
    """
    faults = faults_of(rows, lines=ProductLine.values, grades=Grade.values)
    if faults:
        raise Refused(
            "bad_matrix",
            _("The matrix has gaps or overlaps: %s.")
            % "; ".join(f"{one.line} {one.grade} {one.severity}" for one in faults[:3]),
        )
    kept = rows_to_keep(rows)
    with transaction.atomic():
        if proposed_matrix() is not None:
            raise Refused("already_proposed", _("Another version of the matrix waits for its approval."))
        current = matrix_in_force()
        if current is not None and current.rows_hash == rows_hash(kept):
            raise Refused("nothing_changed", _("This is the matrix that is in force."))
        matrix = AuthorityMatrix.objects.create(
            number=next_number("AM"),
            rows=kept,
            rows_hash=rows_hash(kept),
            reason=reason.strip(),
            proposed_by=maker,
            proposed_at=clock.now(),
        )
        approval = request_approval(
            maker=maker,
            kind=KIND,
            subject=matrix,
            payload=payload_of(matrix),
            page_path=reverse("risk_authority_version", args=[matrix.number]),
            reason=reason,
        )
        AuthorityMatrix.objects.filter(pk=matrix.pk).update(approval_number=approval.number)
        matrix.approval_number = approval.number
    return matrix


def payload_of(matrix: AuthorityMatrix) -> dict[str, Any]:
    """Return what an approval of this matrix is bound to: its rows as they stand, not a hash that is kept of them."""
    return {"matrix": matrix.number, "rows": rows_hash(matrix.rows)}
