"""Drop a kept view of a list."""

from accounts.models import SavedView, User


def drop_view(*, user: User, table: str, name: str) -> None:
    """Drop the user's own view of this name; one that is gone already is no fault."""
    SavedView.objects.filter(user=user, table=table, name=name).delete()
