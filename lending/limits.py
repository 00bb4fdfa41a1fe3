"""Limits on what may be owed in all by a grade, a line, a dealer, a region, a term or one borrower: used and free."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.events import EventInput, record_events
from accounts.locking import lock
from accounts.models import Dealer, User
from accounts.provinces import PROVINCES, province_of
from accounts.web.formats import yuan
from lending.models import Application, ExposureLimit, GoodsOrder, Listing, Loan
from lending.models.product import Grade, ProductLine

Kind = ExposureLimit.Kind


@dataclass(frozen=True)
class LimitUse:
    """A limit with what is used of it in fen: principal in repayment, and what stands in the market."""

    limit: ExposureLimit
    used_fen: int

    @property
    def free_fen(self) -> int:
        """What may still be lent; below zero once it is breached."""
        return self.limit.limit_fen - self.used_fen


def sides_of(application: Application) -> dict[str, str]:
    """Return the key of each kind of limit that an application counts toward; what is not known yet is left out."""
    version, borrower = application.product_version, application.borrower
    sides = {
        Kind.BORROWER: borrower.number,
        Kind.GRADE: application.decision.grade if application.decision is not None else "",
        Kind.LINE: version.product.line,
        Kind.DEALER: _dealer_of(application) if version.product.line == ProductLine.GOODS else "",
        Kind.REGION: region_of(borrower),
        Kind.TERM: str(application.periods or ""),
    }
    return {str(kind): key for kind, key in sides.items() if key}


def region_of(borrower: User) -> str:
    """Return the province of a person's identity number, empty where the person is not known."""
    return province_of(borrower.person.identity_number) if borrower.person is not None else ""


def lock_limits(application: Application) -> None:
    """Let nobody else list or pay out on a limit that this application counts toward until the transaction ends.

    Called with the borrower's standing locked, and before order and application are.
    """
    lock(_limits_on(sides_of(application)))


def limits_of(application: Application) -> list[LimitUse]:
    """Return the limits in force that an application counts toward, with what all others use; one query for none."""
    return uses_of(_limits_on(sides_of(application)), other_than=application)


def uses_of(limits: Iterable[ExposureLimit], *, other_than: Application | None = None) -> list[LimitUse]:
    """Return what is used of limits, in two queries for any number of them, none for none."""
    rows = list(limits)
    if not rows:
        return []
    lent = Loan.objects.filter(status=Loan.Status.ACTIVE)
    listed = Listing.objects.filter(status__in=[Listing.Status.OPEN, Listing.Status.FULL])
    if other_than is not None:
        listed = listed.exclude(application=other_than)
    owed = lent.aggregate(
        **{f"l{row.pk}": Sum("outstanding_fen", filter=_counts(row, "listing__")) for row in rows}
    )
    asked = listed.aggregate(**{f"l{row.pk}": Sum("amount_fen", filter=_counts(row, "")) for row in rows})
    return [LimitUse(row, (owed[f"l{row.pk}"] or 0) + (asked[f"l{row.pk}"] or 0)) for row in rows]


def breached(uses: Sequence[LimitUse], amount_fen: int, *, is_hard: bool) -> list[LimitUse]:
    """Return the limits of a kind that an amount more would break."""
    return [one for one in uses if one.limit.is_hard == is_hard and amount_fen > one.free_fen]


def breach_words(use: LimitUse) -> Promise:
    """Say to the office which limit stands in the way, and with what figures."""
    return format_lazy(
        _("The limit on {side} is used up: {free} free of {limit}."),
        side=side_words(use.limit.kind, use.limit.key),
        free=yuan(max(0, use.free_fen)),
        limit=yuan(use.limit.limit_fen),
    )


def side_words(kind: str, key: str) -> Promise | str:
    """Say on what a limit is."""
    names = {
        Kind.BORROWER: _("borrower {key}"),
        Kind.GRADE: _("grade {key}"),
        Kind.LINE: _("the line {key}"),
        Kind.DEALER: _("dealer {key}"),
        Kind.REGION: _("the region {key}"),
        Kind.TERM: _("loans over {key} instalments"),
    }
    said: Promise | str = key
    if kind == Kind.LINE:
        said = ProductLine(key).label
    elif kind == Kind.REGION:
        said = PROVINCES.get(key, key)
    return format_lazy(names[Kind(kind)], key=said)


def tell_soft_breaches(application: Application, amount_fen: int, *, actor: User | None, at: str) -> None:
    """Leave word of soft limits that a listing or payout goes beyond; nothing is stopped for them."""
    over = breached(limits_of(application), amount_fen, is_hard=False)
    record_events(
        [
            EventInput(
                "limit.soft_breached",
                one.limit,
                {
                    "application": application.number,
                    "at": at,
                    "amount_fen": amount_fen,
                    "used_fen": one.used_fen,
                    "limit_fen": one.limit.limit_fen,
                },
            )
            for one in over
        ],
        actor=actor,
    )


def exists_side(kind: str, key: str) -> bool:
    """Tell whether there is such a borrower, grade, line, dealer, region or term to limit."""
    if kind == Kind.BORROWER:
        return User.objects.filter(number=key, kind=User.Kind.CUSTOMER).exists()
    if kind == Kind.DEALER:
        return Dealer.objects.filter(number=key).exists()
    if kind == Kind.GRADE:
        return key in Grade.values
    if kind == Kind.LINE:
        return key in ProductLine.values
    return key in PROVINCES if kind == Kind.REGION else key.isdecimal() and 0 < int(key) <= 360


def _limits_on(sides: dict[str, str]) -> "QuerySet[ExposureLimit]":
    wanted = Q(pk__in=[])
    for kind, key in sides.items():
        wanted |= Q(kind=kind, key=key)
    return ExposureLimit.objects.filter(wanted, is_in_force=True).order_by("pk")


def _counts(row: ExposureLimit, listing: str) -> Q:
    """Return which loans (or, without the prefix, listings) count toward a limit."""
    if row.kind == Kind.BORROWER:
        return Q(borrower__number=row.key)
    if row.kind == Kind.LINE:
        return Q(product_version__product__line=row.key)
    if row.kind == Kind.DEALER:
        sold = GoodsOrder.objects.filter(dealer__number=row.key, application__isnull=False)
        return Q(application__in=sold.values("application"))
    if row.kind == Kind.REGION:
        return Q(**{f"{listing}region": row.key})
    return Q(grade=row.key) if row.kind == Kind.GRADE else Q(periods=int(row.key))


def _dealer_of(application: Application) -> str:
    order = GoodsOrder.objects.filter(application=application).select_related("dealer").first()
    return order.dealer.number if order is not None else ""
