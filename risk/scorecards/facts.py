"""The facts of an application that a card may ask for, as texts: figures and codes, nothing that names a person.

A fact that is not known is None. Sex, ethnicity, religion, health, marital status and birthplace are no facts here, and
age is none either: a card cannot be mapped to what must not decide.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.models import BorrowerProfile
from accounts.onboarding import borrower_profile
from finance.domain.money import divide_half_up
from lending.models import Application, Instalment, Loan
from lending.product_terms import rate_of
from lending.queries.quotes import quote_loan

YUAN = 100


class Known:
    """An application as the facts read it; what several facts need is fetched once, and only when one asks."""

    def __init__(self, application: Application) -> None:
        self.application = application

    @cached_property
    def profile(self) -> BorrowerProfile | None:
        return borrower_profile(self.application.borrower)

    @cached_property
    def loans(self) -> list[Loan]:
        rows = Loan.objects.filter(borrower=self.application.borrower)
        return list(rows.exclude(application=self.application).order_by("pk"))

    @cached_property
    def was_late(self) -> bool:
        """Whether an instalment of an earlier loan here was or is unpaid after its days of grace."""
        today = clock.today()
        if any(loan.status == Loan.Status.WRITTEN_OFF or loan.overdue_since_on for loan in self.loans):
            return True
        rows = Instalment.objects.filter(loan__in=self.loans, superseded_at=None, due_on__lt=today)
        late = rows.filter(Q(settled_on=None) | Q(settled_on__gt=F("due_on")))
        return any(
            ((settled_on or today) - due_on).days > grace_days
            for due_on, settled_on, grace_days in late.values_list("due_on", "settled_on", "loan__grace_days")
        )

    @cached_property
    def largest_instalment_fen(self) -> int:
        """The largest instalment at the dearest grade of the product: the grade is not known before the score."""
        application = self.application
        version, periods = application.product_version, application.periods or 0
        quote = quote_loan(
            version,
            amount_fen=application.amount_fen or 0,
            rate_ppm=max(rate_of(version, grade, periods) for grade in version.rates_ppm),
            periods=periods,
            method=application.method,
            on=clock.today(),
        )
        return quote.largest_instalment_fen


@dataclass(frozen=True)
class FactKind:
    """A fact's name for people, how it is read, and what its codes mean."""

    name: Promise
    read: Callable[[Known], str | None]
    words: Mapping[str, Promise | str] = field(default_factory=dict)


def facts_of(application: Application, codes: Iterable[str]) -> dict[str, str | None]:
    """Return the facts of these codes; a code that is no fact here is not known."""
    known = Known(application)
    return {code: FACTS[code].read(known) if code in FACTS else None for code in sorted(codes)}


def _number(value: int | None) -> str | None:
    return None if value is None else str(value)


def _yuan(fen: int | None) -> str | None:
    """Whole yuan, rounded half up: a card has no use for fen."""
    return None if fen is None else str(divide_half_up(fen, YUAN))


def _percent(part_fen: int | None, income_fen: int | None) -> str | None:
    """A share in whole per cent, rounded half up; not known without an income."""
    if part_fen is None or not income_fen or income_fen <= 0:
        return None
    return str(divide_half_up(part_fen * 100, income_fen))


def _instalment_share(known: Known) -> str | None:
    """The largest new instalment as a share of the income that is left after the payments on other debts."""
    application = known.application
    free_fen = (application.monthly_income_fen or 0) - (application.monthly_debt_fen or 0)
    if application.monthly_income_fen is None:
        return None
    return _percent(known.largest_instalment_fen, free_fen) if free_fen > 0 else "1000"


def _other_debts(known: Known) -> str | None:
    application = known.application
    if application.other_debt_fen is None:
        return None
    if application.other_platform_debt_fen:
        return "platforms"
    return "other" if application.other_debt_fen else "none"


def _history(known: Known) -> str:
    if not known.loans:
        return "none"
    if known.was_late:
        return "late"
    is_running = any(loan.status == Loan.Status.ACTIVE for loan in known.loans)
    return "running_on_time" if is_running else "settled_on_time"


def _of_profile(name: str) -> Callable[[Known], str | None]:
    def read(known: Known) -> str | None:
        return None if known.profile is None else str(getattr(known.profile, name))

    return read


FACTS: dict[str, FactKind] = {
    "periods": FactKind(_("Number of instalments"), lambda known: _number(known.application.periods)),
    "amount_yuan": FactKind(
        _("Amount asked for, in yuan"), lambda known: _yuan(known.application.amount_fen)
    ),
    "purpose": FactKind(
        _("Purpose"),
        lambda known: known.application.purpose or None,
        dict(Application.Purpose.choices),
    ),
    "employment": FactKind(_("Work"), lambda known: known.application.employment or None),
    "industry": FactKind(_("Industry"), lambda known: known.application.industry or None),
    "employed_months": FactKind(
        _("Months in this work"), lambda known: _number(known.application.employed_months)
    ),
    "monthly_income_yuan": FactKind(
        _("Monthly income, in yuan"), lambda known: _yuan(known.application.monthly_income_fen)
    ),
    "debt_share_percent": FactKind(
        _("Payments on other debts to income, in %"),
        lambda known: _percent(known.application.monthly_debt_fen, known.application.monthly_income_fen),
    ),
    "instalment_share_percent": FactKind(
        _("New instalment to what other debts leave, in %"), _instalment_share
    ),
    "other_debts": FactKind(
        _("Other debts"),
        _other_debts,
        {"none": _("None at all"), "other": _("Elsewhere"), "platforms": _("On other platforms too")},
    ),
    "repayment_source": FactKind(
        _("Source of repayment"), lambda known: known.application.repayment_source or None
    ),
    "loans_here": FactKind(_("Earlier loans here"), lambda known: str(len(known.loans))),
    "history_here": FactKind(
        _("How loans here were repaid"),
        _history,
        {
            "none": _("No loan here before"),
            "settled_on_time": _("All repaid on time"),
            "running_on_time": _("In repayment, never late"),
            "late": _("Late at least once"),
        },
    ),
    "housing": FactKind(_("Housing"), _of_profile("housing"), dict(BorrowerProfile.Housing.choices)),
    "dependants": FactKind(_("Dependants"), _of_profile("dependants")),
    # Loans here have no guarantor, so the answer is known.
    "guarantor": FactKind(_("Guarantor"), lambda known: "none", {"none": _("None at all")}),
}
