"""Make a warning notice of signals, or by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock
from accounts.models import Dealer, User
from accounts.numbers import next_number
from accounts.states import move
from lending.models import Loan
from risk.models import WarningNotice, WarningSignal
from risk.warnings.desk import deadline, require_owner, require_words
from risk.warnings.messages import tell_owner

PREFIX = "WN"


@dataclass(frozen=True)
class Subject:
    """Whom a notice is about: one of a loan, a borrower and a dealer."""

    loan: Loan | None = None
    borrower: User | None = None
    dealer: Dealer | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of a row about it."""
        if self.loan is not None:
            return {
                "subject_type": "loan",
                "subject_key": f"loan:{self.loan.pk}",
                "loan": self.loan,
                "borrower_id": self.loan.borrower_id,
            }
        if self.dealer is not None:
            return {
                "subject_type": "dealer",
                "subject_key": f"dealer:{self.dealer.pk}",
                "dealer": self.dealer,
            }
        if self.borrower is None:
            raise ValueError("A notice is about somebody.")
        return {
            "subject_type": "borrower",
            "subject_key": f"borrower:{self.borrower.pk}",
            "borrower": self.borrower,
        }


def subject_of(row: WarningSignal | WarningNotice) -> Subject:
    """Return whom a row is about."""
    if row.loan is not None:
        return Subject(loan=row.loan)
    return Subject(borrower=row.borrower, dealer=row.dealer)


@dataclass(frozen=True)
class NoticeWish:
    """What is warned of, how strongly, who answers, and the signals it rests on, if any."""

    level: str
    words: str
    owner: User
    signals: Iterable[WarningSignal] = field(default_factory=tuple)


def raise_notice(*, subject: Subject, wish: NoticeWish, actor: User) -> WarningNotice:
    """Open a notice with its deadline by level, take the signals into it and tell the owner.

    Refuses (`bad_level`), (`no_words`), (`not_an_owner`), (`stale_state`) a signal that is no longer open,
    (`other_subject`) one about somebody else, and (`already_warned`) a subject with a live notice: signals join that.
    """
    if wish.level not in WarningNotice.Level.values:
        raise Refused("bad_level", _("Choose a level."), field="level")
    words = require_words(wish.words, "words")
    require_owner(wish.owner)
    today = clock.today()
    with transaction.atomic():
        signals = lock(WarningSignal.objects.filter(pk__in=[one.pk for one in wish.signals]))
        fields = subject.fields
        require_same_subject(signals, fields["subject_key"])
        try:
            with transaction.atomic():
                notice = WarningNotice.objects.create(
                    number=next_number(PREFIX),
                    level=wish.level,
                    words=words,
                    owner=wish.owner,
                    raised_by=actor,
                    raised_at=clock.now(),
                    raised_on=today,
                    due_on=deadline(wish.level, today),
                    **fields,
                )
        except IntegrityError as error:
            raise Refused(
                "already_warned", _("There is a live notice about this already; add the signals to it.")
            ) from error
        take_in(notice, signals, actor)
        record_event(
            "warning_notice.raised",
            subject=notice,
            actor=actor,
            data={"level": notice.level, "owner": wish.owner.number, "due_on": notice.due_on.isoformat()},
        )
        tell_owner(notice, "given")
    return notice


def require_same_subject(signals: list[WarningSignal], subject_key: str) -> None:
    """Refuse (`other_subject`) signals about somebody else than the notice."""
    if any(one.subject_key != subject_key for one in signals):
        raise Refused("other_subject", _("A notice takes signals about its own subject."))


def take_in(notice: WarningNotice, signals: list[WarningSignal], actor: User) -> None:
    """Move locked signals into a notice; one that is no longer open is refused (StaleState)."""
    for one in signals:
        if one.status != WarningSignal.Status.OPEN:
            raise Refused("stale_state", _("One of the signals is no longer open."))
        move(
            one,
            WarningSignal.Status.NOTICED,
            actor=actor,
            data={"notice": notice.number},
            notice_id=notice.pk,
        )
