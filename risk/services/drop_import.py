"""Drop a file of entries that was not approved."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import ListImport


def drop_import(*, number: str, actor: User | None) -> ListImport:
    """End the import before anything of it was in force and empty the file; a second call finds it ended."""
    with transaction.atomic():
        row = lock_one(ListImport.objects.filter(number=number))
        if row.status == ListImport.Status.PLANNED:
            move(row, ListImport.Status.DROPPED, actor=actor, ended_at=clock.now(), content="")
    return row
