"""Ask for more time on a loan one can no longer pay."""

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import Document, User
from accounts.numbers import next_number
from accounts.services.store_document import store_document
from lending.models import Loan, Restructure
from lending.redrawing.restructuring import check_restructurable, ended_words
from lending.services.withdraw_offers import withdraw_offers

PREFIX = "RS"


def ask_restructure(
    *,
    loan: Loan,
    borrower: User,
    hardship: str,
    words: str,
    paper: "UploadedFile[bytes] | None" = None,
) -> Restructure:
    """Write down why the borrower cannot pay; a paper is kept as a document of the borrower.

    Refuses (`loan_ended`), what `check_restructurable` refuses, and (`already_asked`) while a request is open. Called
    outside a transaction, as papers are kept.
    """
    if loan.status != Loan.Status.ACTIVE:
        raise Refused("loan_ended", ended_words(loan))
    check_restructurable(loan)
    document = (
        store_document(owner=borrower, kind=Document.Kind.EVIDENCE, file=paper, actor=borrower, subject=loan)
        if paper
        else None
    )
    with transaction.atomic():
        today = clock.lock_business_date()
        locked = lock_one(Loan.objects.filter(pk=loan.pk, status=Loan.Status.ACTIVE))
        try:
            with transaction.atomic():
                row = Restructure.objects.create(
                    number=next_number(PREFIX),
                    loan=locked,
                    hardship=hardship,
                    words=words,
                    document=document,
                    asked_on=today,
                    asked_at=clock.now(),
                )
        except IntegrityError as error:
            raise Refused("already_asked", _("You have asked already; we are looking at it.")) from error
        withdraw_offers(loan_ids=[locked.pk], reason="loan_held", actor=None)
        record_event(
            "restructure.asked",
            subject=row,
            actor=borrower,
            data={"loan": locked.number, "hardship": hardship},
        )
    return row
