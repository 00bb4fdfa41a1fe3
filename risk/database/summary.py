"""How somebody stands today, at the head of the tracking file: figures first, marks and lists below."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import clock
from accounts.models import Dealer, PersonHold, User, WatchEntry
from accounts.watch.payloads import SEE as SEE_LISTS
from accounts.web.formats import number, percent, yuan
from accounts.web.parts import Fact
from lending.domain.dealer_score import FIRST_PAYMENT
from lending.models import ApplicationHold, BorrowerStanding, GoodsOrder, Loan, LoanHold
from lending.queries.dealer_score import dealer_score, score_rule
from lending.queries.exposure import exposure_of_people
from risk.authority.relations import related_people
from risk.database.lists import dealer_entries, standing_entries
from risk.database.shared_sources import watches_of
from risk.database.timeline import FileSubject
from risk.domain.arrears import days_past_due
from risk.domain.shares import share_ppm
from risk.models import CollectionCase, CreditCase, RiskWatch

# Late borrowers of a dealer that its file names; the figures count all.
MOST_LATE = 25


@dataclass(frozen=True)
class Badge:
    """A state beside the name: words, tone and icon as of badges."""

    words: Any
    tone: str
    icon: str


@dataclass(frozen=True)
class Stat:
    """One figure of the strip."""

    label: str
    value: str
    hint: str = ""


@dataclass(frozen=True)
class LateLoan:
    """A loan of a dealer's customer that is overdue or written off."""

    loan: Loan
    days: int


@dataclass(frozen=True)
class Summary:
    """The head of a file; `late` names the late loans of a dealer's customers."""

    badges: list[Badge]
    stats: list[Stat]
    facts: list[Fact]
    watches: list[RiskWatch]
    late: list[LateLoan]


def summary_of(subject: FileSubject, viewer: User) -> Summary:
    """Return how the subject of a file stands today, as far as this viewer may know."""
    on = clock.today()
    watches = list(watches_of(subject).filter(status__in=RiskWatch.LIVE).select_related("owner", "loan"))
    if subject.dealer is not None:
        return _of_dealer(subject.dealer, viewer, watches, on)
    return _of_customer(subject.of_customer, viewer, watches, on)


def _of_customer(customer: User, viewer: User, watches: list[RiskWatch], on: dt.date) -> Summary:
    standing = BorrowerStanding.objects.filter(borrower=customer).first()
    loans = list(Loan.objects.filter(borrower=customer, status__in=Loan.OWING))
    late_days = days_past_due((loan.overdue_since_on for loan in loans), on)
    related = related_people(customer)
    owed = exposure_of_people([customer.pk, *(one.user_id for one in related)])
    named = standing_entries(customer, on) if viewer.has_right(SEE_LISTS) else []
    marks = _marks(customer, viewer)
    stats = [
        Stat(_("Grade"), standing.grade if standing and standing.grade else "—", _limit_hint(standing)),
        Stat(
            _("Owed or applied for here"),
            yuan(owed[customer.pk]),
            _("with related persons %(amount)s") % {"amount": yuan(sum(owed.values()))},
        ),
        Stat(_("Days past due"), number(late_days), _late_hint(loans)),
        Stat(_("Open cases"), *_open_cases(customer)),
    ]
    facts = [
        Fact(_("Standing"), _standing(customer)),
        Fact(_("Marks"), "; ".join(marks) or _("none")),
        *_list_facts(named, viewer),
        Fact(_("Related persons"), number(len(related)), is_figure=True),
    ]
    return Summary(_badges(watches, named, late_days, bool(marks)), stats, facts, watches, [])


def _limit_hint(standing: BorrowerStanding | None) -> str:
    if standing is None or standing.valid_until_on is None:
        return _("no limit set")
    return _("limit %(amount)s until %(day)s") % {
        "amount": yuan(standing.limit_fen),
        "day": standing.valid_until_on.isoformat(),
    }


def _late_hint(loans: list[Loan]) -> str:
    count = sum(loan.overdue_since_on is not None for loan in loans)
    return ngettext("%(count)s loan overdue", "%(count)s loans overdue", count) % {"count": count}


def _open_cases(customer: User) -> tuple[str, str]:
    credit = CreditCase.objects.filter(application__borrower=customer, status__in=CreditCase.WAITING).count()
    collection = CollectionCase.objects.filter(
        loan__borrower=customer, status__in=CollectionCase.LIVE
    ).count()
    hint = _("%(credit)s credit, %(collection)s in collection") % {
        "credit": credit,
        "collection": collection,
    }
    return number(credit + collection), hint


def _standing(customer: User) -> str:
    if customer.restricted_at is not None:
        return _("data locked on request")
    if not customer.is_active:
        return _("login closed")
    return _("in business") if customer.identity_verified_at is not None else _("identity not verified")


def _marks(customer: User, viewer: User) -> list[str]:
    loan_holds = LoanHold.objects.filter(loan__borrower=customer, released_at__isnull=True)
    found = [f"{row.get_kind_display()} ({row.loan.number})" for row in loan_holds.select_related("loan")]
    stopped = ApplicationHold.objects.filter(application__borrower=customer, released_at__isnull=True)
    found += [
        _("application stopped (%(number)s)") % {"number": row.application.number}
        for row in stopped.select_related("application")
    ]
    # Why a person is held may be a list.
    if viewer.has_right(SEE_LISTS):
        held = PersonHold.objects.filter(user=customer, status=PersonHold.Status.ACTIVE)
        found += [_("person held: %(cause)s") % {"cause": row.get_cause_display()} for row in held]
    return found


def _list_facts(named: list[WatchEntry], viewer: User) -> list[Fact]:
    if not viewer.has_right(SEE_LISTS):
        return []
    words = "; ".join(f"{one.list_name} {one.number}" for one in named)
    return [Fact(_("On lists"), words or _("none"))]


def _badges(
    watches: list[RiskWatch], named: list[WatchEntry], late_days: int, is_marked: bool
) -> list[Badge]:
    found = []
    if any(one.is_black for one in named):
        found.append(Badge(_("Black list"), "danger", "octagon-x"))
    elif named:
        found.append(Badge(_("Grey list"), "attention", "shield-alert"))
    if late_days:
        found.append(Badge(_("Overdue"), "danger", "triangle-alert"))
    if watches:
        found.append(Badge(_("Under watch"), "attention", "binoculars"))
    if is_marked:
        found.append(Badge(_("Marked"), "attention", "lock"))
    return found


def _of_dealer(dealer: Dealer, viewer: User, watches: list[RiskWatch], on: dt.date) -> Summary:
    sold = GoodsOrder.objects.filter(dealer=dealer, loan__isnull=False).values("loan")
    loans = list(
        Loan.objects.filter(pk__in=sold, status__in=Loan.OWING).select_related("borrower").order_by("pk")
    )
    late = [loan for loan in loans if _is_late(loan)]
    named = dealer_entries(dealer, on) if viewer.has_right(SEE_LISTS) else []
    owed_fen, late_fen = _sum(loans), _sum(late)
    first = next(
        one for one in dealer_score(dealer, score_rule(on=on), on=on).figures if one.code == FIRST_PAYMENT
    )
    stats = [
        Stat(
            _("Owed by its customers"),
            yuan(owed_fen),
            ngettext("%(count)s loan", "%(count)s loans", len(loans)) % {"count": len(loans)},
        ),
        Stat(
            _("Of it overdue"),
            yuan(late_fen),
            f"{_share(late_fen, owed_fen)} · {_late_hint(loans)}",
        ),
        Stat(
            _("First payment missed"),
            _share(first.part, first.whole),
            _("%(part)s of %(whole)s orders due") % {"part": first.part, "whole": first.whole}
            if first.whole
            else _("no order has been due that long"),
        ),
    ]
    facts = [
        Fact(_("Standing"), dealer.get_status_display(), hint=dealer.reason),
        Fact(_("Managed by"), dealer.manager.name if dealer.manager else "—"),
        *_list_facts(named, viewer),
    ]
    rows = sorted(
        (LateLoan(loan, days_past_due([loan.overdue_since_on], on)) for loan in late),
        key=lambda one: (-one.days, one.loan.pk),
    )
    badges = _badges(watches, named, 0, dealer.status == Dealer.Status.SUSPENDED)
    return Summary(badges, stats, facts, watches, rows[:MOST_LATE])


def _is_late(loan: Loan) -> bool:
    return loan.overdue_since_on is not None or loan.status == Loan.Status.WRITTEN_OFF


def _sum(loans: Iterable[Loan]) -> int:
    return sum(loan.outstanding_fen for loan in loans)


def _share(part: int, whole: int) -> str:
    return percent(share_ppm(part, whole)) if whole else "—"


def dealers_of(customer: User) -> list[Dealer]:
    """Return the dealers a customer bought from, for links between the files."""
    sold = GoodsOrder.objects.filter(customer=customer).exclude(Q(status="quoted") | Q(status="cancelled"))
    return list(
        Dealer.objects.filter(pk__in=sold.values("dealer")).select_related("organisation").order_by("pk")
    )
