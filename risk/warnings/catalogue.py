"""The kinds of signals that come with the house."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from risk.warnings.finders import CountedFacts, find_clusters, find_linked
from risk.warnings.kinds import (
    COUNT,
    NUMBER,
    SHARE,
    WITHIN_DAYS,
    Parameter,
    SignalKind,
    add_signal_source,
)

YUAN = "yuan"
LATE_DAYS = Parameter("days", pgettext_lazy("parameter of a signal", "Days late"), 1, 90)
FACTS = {
    "debit_missed": _("Debit not covered"),
    "card_debit_failed": _("Card debit failed"),
    "part_paid": _("Instalment paid in part on its day"),
    "contact_changed": _("Contact changed"),
    "phone_changed": _("Mobile number changed"),
    "card_changed": _("Bank card changed"),
    "applied": _("Application sent in"),
    "bureau_answered": _("Answer of the credit bureau"),
    "hardship_asked": _("Asked for more time"),
    "grade_fell": _("Scored lower than before"),
    "late": _("Loan late"),
    "first_late": _("First instalment not paid"),
    "use_evidence_missing": _("Evidence of the use of the money missing"),
    "use_evidence_refused": _("Evidence of the use of the money refused"),
}
COUNTED = {"count": (pgettext_lazy("figure of a signal", "Times"), NUMBER)}
AMOUNT = {"amount_fen": (pgettext_lazy("figure of a signal", "Amount"), YUAN)}
CONTACT_FACTS = ("contact_changed", "phone_changed", "card_changed")
USE_FACTS = ("use_evidence_missing", "use_evidence_refused")


def _counted(code: str, subject_type: str, facts: tuple[str, ...], **words: object) -> SignalKind:
    finder = CountedFacts(subject_type, facts)
    return SignalKind(code=code, subject_type=subject_type, facts=frozenset(facts), find=finder, **words)  # type: ignore[arg-type]


KINDS = (
    _counted(
        "failed_debits",
        "loan",
        ("debit_missed", "card_debit_failed"),
        label=_("Failed debits"),
        sentence=_("Debits of a loan that failed within %(days)s days: %(count)s or more"),
        parameters=(COUNT, WITHIN_DAYS),
        figures=COUNTED | AMOUNT,
    ),
    _counted(
        "part_payments",
        "loan",
        ("part_paid",),
        label=_("Pattern of partial payments"),
        sentence=_("Instalments paid only in part on their day within %(days)s days: %(count)s or more"),
        parameters=(COUNT, WITHIN_DAYS),
        figures=COUNTED | AMOUNT,
    ),
    SignalKind(
        code="contact_changed",
        label=_("Contact changed before a due day"),
        subject_type="borrower",
        sentence=_(
            "Contact, mobile number or card changed at most %(days)s days before an instalment is due"
        ),
        facts=frozenset(CONTACT_FACTS),
        find=CountedFacts("borrower", CONTACT_FACTS, "days", "at_most"),
        parameters=(Parameter("days", pgettext_lazy("parameter of a signal", "Days before"), 1, 60),),
        figures={"days": (pgettext_lazy("figure of a signal", "Days until the instalment is due"), NUMBER)},
    ),
    _counted(
        "many_applications",
        "borrower",
        ("applied",),
        label=_("Many applications"),
        sentence=_("Applications of a borrower within %(days)s days: %(count)s or more"),
        parameters=(COUNT, WITHIN_DAYS),
        figures=COUNTED,
    ),
    SignalKind(
        code="bureau_queries",
        label=_("Many enquiries at the credit bureau"),
        subject_type="borrower",
        sentence=_("Queries by lenders within 3 months, by the credit bureau: %(count)s or more"),
        facts=frozenset({"bureau_answered"}),
        find=CountedFacts("borrower", ("bureau_answered",), "count"),
        parameters=(COUNT,),
        figures={"count": (pgettext_lazy("figure of a signal", "Queries"), NUMBER)},
    ),
    _counted(
        "hardship_asked",
        "loan",
        ("hardship_asked",),
        label=_("Request for more time"),
        sentence=_("The borrower asks for more time because of hardship"),
    ),
    SignalKind(
        code="grade_fell",
        label=_("Grade fell"),
        subject_type="borrower",
        sentence=_("Scored anew, the borrower's grade is lower by %(grades)s or more"),
        facts=frozenset({"grade_fell"}),
        find=CountedFacts("borrower", ("grade_fell",), "grades"),
        parameters=(Parameter("grades", pgettext_lazy("parameter of a signal", "Grades lower"), 1, 4),),
        figures={"grades": (pgettext_lazy("figure of a signal", "Grades lower"), NUMBER)},
    ),
    SignalKind(
        code="dealer_cluster",
        label=_("Cluster at a dealer"),
        subject_type="dealer",
        sentence=_(
            "Of a dealer's loans of the last %(days)s days %(share_ppm)s or more are late: at least %(least_late)s"
            " of at least %(least_loans)s"
        ),
        facts=frozenset({"late"}),
        find=find_clusters,
        parameters=(
            Parameter("days", pgettext_lazy("parameter of a signal", "Loans of so many days"), 30, 730),
            Parameter("least_loans", pgettext_lazy("parameter of a signal", "Loans, at least"), 1, 1000),
            Parameter("least_late", pgettext_lazy("parameter of a signal", "Late, at least"), 1, 1000),
            Parameter(
                "share_ppm", pgettext_lazy("parameter of a signal", "Share late"), 10_000, 1_000_000, SHARE
            ),
        ),
        figures={
            "loans": (pgettext_lazy("figure of a signal", "Loans"), NUMBER),
            "late": (pgettext_lazy("figure of a signal", "Of them late"), NUMBER),
            "share_ppm": (pgettext_lazy("figure of a signal", "Share late"), SHARE),
        },
    ),
    SignalKind(
        code="first_payment",
        label=_("First-payment default"),
        subject_type="loan",
        sentence=_("The first instalment is not paid %(days)s days after its day"),
        facts=frozenset({"first_late"}),
        find=CountedFacts("loan", ("first_late",), "days", "equal"),
        parameters=(LATE_DAYS,),
        figures={"days": (pgettext_lazy("figure of a signal", "Days late"), NUMBER)} | AMOUNT,
    ),
    SignalKind(
        code="linked_overdue",
        label=_("Linked borrower late"),
        subject_type="borrower",
        sentence=_(
            "Shares a device, number, contact or card with a borrower whose loan has become %(days)s days late"
        ),
        facts=frozenset({"late"}),
        find=find_linked,
        parameters=(LATE_DAYS,),
        figures={"people": (pgettext_lazy("figure of a signal", "Linked borrowers late"), NUMBER)},
    ),
    _counted(
        "use_evidence",
        "loan",
        USE_FACTS,
        label=_("Use of the money not shown"),
        sentence=_("Evidence of what the loan was used for is missing or was refused"),
    ),
)


def register_kinds() -> None:
    """Add every kind with the words of its facts."""
    for kind in KINDS:
        add_signal_source(kind, {code: FACTS[code] for code in kind.facts})
