"""Whom the house itself keeps from an item, before anybody declares anything."""

from accounts.approvals import is_same_person
from accounts.models import User
from risk.authority.relations import related_people
from risk.models import CreditCase, InterestDeclaration

Ground = InterestDeclaration.Ground


def known_ground(case: CreditCase, member: User) -> str:
    """Return why the house keeps a member from a case: borrower, related to the borrower, examined it; else empty."""
    borrower = case.application.borrower
    if is_same_person(member, borrower):
        return str(Ground.BORROWER)
    if case.reviewed_by is not None and is_same_person(member, case.reviewed_by):
        return str(Ground.REVIEWER)
    # A member is tied to a borrower through the customer's login of the same person.
    if member.person_id is not None:
        ties = [relation.user_id for relation in related_people(borrower)]
        if User.objects.filter(pk__in=ties, person_id=member.person_id).exists():
            return str(Ground.RELATED)
    return ""
