"""What the monthly report and the risk manager's desk show of the credit bureau: counts, never names."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.web.formats import number
from risk.bureau.rules import ANSWER
from risk.models import AdverseNotice, BureauDispute, BureauFile
from risk.reports.parts import Month, ReportPart, Told, add_report_part
from risk.reports.queues import WorkQueue, add_work_queue


def hang_into_other_rooms() -> None:
    """Hang the bureau into reports and the desk; called from `apps.py: ready()`."""
    add_report_part(ReportPart("bureau", "status", 60, gettext_lazy("Credit bureau"), read_month, tell_month))
    add_work_queue(
        WorkQueue(
            "bureau_disputes",
            46,
            gettext_lazy("Disputes about credit records"),
            lambda: BureauDispute.objects.filter(status=BureauDispute.Status.OPEN),
            "raised_at",
            "/office/risk/bureau/disputes/",
            ANSWER,
        )
    )


@dataclass(frozen=True)
class ReportedMonth:
    """What the bureau was told in a month, whom it was told of beforehand, and the disputes about it."""

    file: BureauFile | None
    notices: int
    raised: int
    corrected: int
    kept: int
    late: int


def read_month(month: Month) -> ReportedMonth | None:
    """Return the file of the month's last day, where one went out, and the month's notices and disputes."""
    within = (month.first_on, month.last_on)
    file = BureauFile.objects.filter(as_of_on=month.last_on, status=BureauFile.Status.SENT).first()
    notices = AdverseNotice.objects.filter(told_on__range=within).count()
    answered = Q(answered_on__range=within)
    counts = BureauDispute.objects.aggregate(
        raised=Count("pk", filter=Q(raised_on__range=within)),
        corrected=Count("pk", filter=answered & Q(status="corrected")),
        kept=Count("pk", filter=answered & Q(status="kept")),
        late=Count("pk", filter=Q(status="open", due_on__lt=month.last_on)),
    )
    if file is None and not notices and not any(counts.values()):
        return None
    return ReportedMonth(file, notices, **counts)


def tell_month(found: ReportedMonth) -> Told:
    """Say how many accounts were reported and withheld, and how disputes were answered."""
    sentences = [
        _("Borrowers told before arrears are reported: %(notices)s.") % {"notices": number(found.notices)},
        _(
            "Disputes raised: %(raised)s; records put right: %(corrected)s, kept: %(kept)s; past their day: %(late)s."
        )
        % {
            "raised": number(found.raised),
            "corrected": number(found.corrected),
            "kept": number(found.kept),
            "late": number(found.late),
        },
    ]
    if found.file is not None:
        sentences.insert(
            0,
            _(
                "Reported to the credit bureau: %(accounts)s accounts, %(adverse)s of them adverse; withheld:"
                " %(withheld)s."
            )
            % {
                "accounts": number(found.file.accounts),
                "adverse": number(found.file.adverse),
                "withheld": number(found.file.withheld),
            },
        )
    return Told(sentences, key={"disputes": found.raised})
