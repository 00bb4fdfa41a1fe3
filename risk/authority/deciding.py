"""Who may decide on a case, and whether a person may."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Protocol

from django.utils.translation import gettext as _

from accounts.approvals import principal_of
from accounts.errors import Refused
from accounts.models import User
from accounts.roles import ROLE_NAMES
from accounts.web.formats import yuan
from lending.models.product import ProductLine
from lending.queries.exposure import exposure_of_people
from risk.authority.matrix import matrix_in_force, rows_of
from risk.authority.relations import related_people
from risk.authority.severity import SEVERITY_NAMES, severity_of
from risk.domain.authority import Kind, find_row
from risk.models import CreditCase

SIGN = "risk.sign_case"


class Rated(Protocol):
    """What of a rating the matrix asks for."""

    @property
    def amount_fen(self) -> int: ...

    @property
    def grade(self) -> str: ...


@dataclass(frozen=True)
class Authority:
    """`roles` are who signs: one person of the role, or two persons of the two roles; the committee has none.

    `amount_fen` is the offer with everything that the borrower and related people owe and have asked for.
    """

    kind: Kind
    roles: tuple[str, ...]
    reason: str
    version: int
    amount_fen: int
    severity: str


def required_authority(case: CreditCase, rating: Rated) -> Authority:
    """Return who decides on an offer to the borrower of this case, by the matrix in force.

    Refuses (`no_matrix`) while none is.
    """
    return authorities(case, rating.amount_fen, [rating.grade])[rating.grade]


def authorities(case: CreditCase, offer_fen: int, grades: Iterable[str]) -> dict[str, Authority]:
    """Return who decides on an offer of this amount at each of the grades; refuses as `required_authority` does."""
    matrix = matrix_in_force()
    if matrix is None or matrix.version is None:
        raise Refused("no_matrix", _("There is no authority matrix in force."))
    amount_fen = offer_fen + related_exposure(case)
    severity = severity_of(case)
    line, rows, version = case.application.product.line, rows_of(matrix), matrix.version
    found = {}
    for grade in grades:
        row = find_row(rows, line=line, grade=grade, severity=severity, amount_fen=amount_fen)
        facts = _("%(line)s, grade %(grade)s, %(exception)s, %(amount)s with what related borrowers owe") % {
            "line": ProductLine(line).label,
            "grade": grade,
            "exception": SEVERITY_NAMES[severity],
            "amount": yuan(amount_fen),
        }
        reason = _("%(facts)s: %(who)s") % {"facts": facts, "who": who(row.kind, row.roles)}
        found[grade] = Authority(row.kind, row.roles, reason, version, amount_fen, severity)
    return found


def related_exposure(case: CreditCase) -> int:
    """Return what the borrower and related people owe and have asked for besides this application, in fen."""
    borrower = case.application.borrower
    ids = [borrower.pk, *(relation.user_id for relation in related_people(borrower))]
    return sum(exposure_of_people(ids, other_than=case.application).values())


def who(kind: str, roles: tuple[str, ...] | list[str]) -> str:
    """Return in words who decides."""
    if kind == "committee":
        return _("the credit committee")
    return _(" and ").join(str(ROLE_NAMES.get(role, role)) for role in roles)


def may_sign(signers: Sequence[User], authority: Authority) -> bool:
    """Tell whether these persons, in the order they sign, have a role each of those that the decision asks for."""
    return any(
        all(_holds_role(user, role) for user, role in zip(signers, order, strict=False))
        for order in permutations(authority.roles)
    )


def _holds_role(user: User, role: str) -> bool:
    """Tell whether a person has a role, or stands in for somebody who has and may sign."""
    if role in user.roles:
        return True
    principal = principal_of(user, SIGN)
    return principal is not None and role in principal.roles
