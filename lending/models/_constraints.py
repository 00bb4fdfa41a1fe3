"""Constraints that many models of lending share."""

from django.db import models
from django.db.models import CheckConstraint, Q


def is_a_choice(field: str, choices: type[models.TextChoices], name: str) -> CheckConstraint:
    """Return the CHECK that a column holds one of its choices."""
    return CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


def known_in(field: str, states: list[str], name: str) -> CheckConstraint:
    """Return the CHECK that a column is filled in while the row is in one of the states."""
    return CheckConstraint(condition=~Q(status__in=states) | Q(**{f"{field}__isnull": False}), name=name)
