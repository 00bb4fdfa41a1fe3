"""How the authority matrix is told: a table a line, and what a proposal changes."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Approval
from accounts.web.formats import yuan
from accounts.web.parts import Fact
from lending.models.product import ProductLine
from risk.authority.deciding import who
from risk.authority.matrix import matrix_in_force, rows_of
from risk.authority.severity import SEVERITY_NAMES
from risk.authority.thresholds import Thresholds, thresholds_from
from risk.domain.authority import AuthorityRow
from risk.models import AuthorityMatrix

EVENT_WORDS: dict[str, Promise] = {
    "case.signed": gettext_lazy("Signed first"),
    "case.signature_dropped": gettext_lazy("First signature given back"),
}


@dataclass(frozen=True)
class ShownLimit:
    """One grade and severity: up to where one person decides and up to where two, `—` where they do not."""

    grade: str
    severity: Promise | str
    sole: str
    joint: str
    was: str = ""


@dataclass(frozen=True)
class ShownLine:
    name: Promise | str
    limits: list[ShownLimit]


def shown_lines(matrix: AuthorityMatrix, before: AuthorityMatrix | None = None) -> list[ShownLine]:
    """Return the matrix as tables, with what each limit was before where that differs."""
    earlier = {_cell(one): one for one in thresholds_from(rows_of(before))} if before is not None else {}
    limits = thresholds_from(rows_of(matrix))
    return [
        ShownLine(line.label, [_shown(one, earlier.get(_cell(one))) for one in limits if one.line == line])
        for line in ProductLine
    ]


def signers(matrix: AuthorityMatrix) -> dict[str, str]:
    """Return who signs alone and who together, in words; empty where nobody does."""
    return {kind: _who(rows_of(matrix), kind) for kind in ("sole", "joint")}


def approval_facts(row: Approval) -> list[Fact]:
    """Tell the checker what would change, limit by limit."""
    matrix = AuthorityMatrix.objects.filter(approval_number=row.number).first()
    if matrix is None:
        return []
    words = signers(matrix)
    facts = [
        Fact(_("Signs alone"), words["sole"] or "—"),
        Fact(_("Sign together"), words["joint"] or "—"),
    ]
    for line in shown_lines(matrix, matrix_in_force()):
        facts += [
            Fact(
                f"{line.name}, {one.grade}, {one.severity}",
                f"{one.sole} / {one.joint}",
                hint=_("before: %s") % one.was,
            )
            for one in line.limits
            if one.was
        ]
    return facts


def _cell(one: Thresholds) -> tuple[str, str, str]:
    return one.line, one.grade, one.severity


def _shown(one: Thresholds, was: Thresholds | None) -> ShownLimit:
    sole, joint = _words(one)
    changed = was is not None and was != one
    return ShownLimit(
        one.grade,
        SEVERITY_NAMES[one.severity],
        sole,
        joint,
        " / ".join(_words(was)) if changed and was is not None else "",
    )


def _words(one: Thresholds) -> tuple[str, str]:
    return (
        yuan(one.sole_fen) if one.sole_fen else "—",
        yuan(one.joint_fen) if one.joint_fen > one.sole_fen else "—",
    )


def _who(rows: list[AuthorityRow], kind: str) -> str:
    found = {row.roles for row in rows if row.kind == kind}
    return "; ".join(sorted(who(kind, roles) for roles in found))
