"""Put the entries of an approved file in force."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from accounts.services.put_wishes_in_force import put_wishes_in_force
from accounts.states import move
from risk.database.list_file import read_list_file
from risk.models import ListImport
from risk.services.send_list_file import KIND, payload_of


def put_import_in_force(*, number: str, actor: User | None) -> ListImport:
    """Write every line as an entry in force, or none; a second call finds it done.

    Refuses what `consume_approval` refuses, and (`file_stale`) where a line has become wrong meanwhile.
    """
    try:
        with transaction.atomic():
            row = ListImport.objects.select_related("uploaded_by").get(number=number)
            if row.status != ListImport.Status.PLANNED:
                return row
            consume_approval(
                number=row.approval_number, kind=KIND, subject=row, payload=payload_of(row), actor=actor
            )
            row = lock_one(ListImport.objects.filter(number=number))
            file = read_list_file(bytes.fromhex(row.content), row.source)
            if file.faulty or file.file_hash != row.file_hash:
                raise Refused("file_stale", _("Lines of the file no longer hold; send it in anew."))
            put_wishes_in_force(
                wishes=file.wishes,
                proposed_by=row.uploaded_by,
                actor=actor,
                approval_number=row.approval_number,
            )
            move(
                row,
                ListImport.Status.DONE,
                actor=actor,
                data={"lines": row.lines},
                ended_at=clock.now(),
                # The entries hold everything; the file need not lie around.
                content="",
            )
    except IntegrityError:
        raise Refused("file_stale", _("Lines of the file no longer hold; send it in anew.")) from None
    return row
