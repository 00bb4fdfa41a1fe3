"""What an investor holds, earned and may expect, in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import User
from accounts.rules import rules
from finance.domain.money import PPM, divide_half_up
from lending.domain.due_dates import add_months
from lending.domain.forecast import days_past_due, weight_ppm
from lending.domain.returns import Returns, Standing, returns_of
from lending.domain.shares import split_over_claims, split_principal
from lending.models import Claim, ClaimReceipt, ClaimSale, Grade, Instalment, Loan
from lending.queries.flows import DatedFlow, dated_flows, money_from_elsewhere
from lending.repayment.book import handed_on

OVERDUE = "overdue"


@dataclass(frozen=True)
class GradeHolding:
    """What is outstanding in one grade, and of it in loans that are overdue; fen."""

    grade: str
    outstanding_fen: int
    overdue_fen: int


@dataclass(frozen=True)
class Portfolio:
    """An investor's claims as of a day; fen. Overdue counts whole claims in loans that are overdue.

    `with_idle` counts the wallet's money as well; `seasoned` and `young` are the claims in loans of either age.
    """

    as_of: dt.date
    claim_count: int
    lent_fen: int
    overdue_count: int
    by_grade: list[GradeHolding]
    principal_received_fen: int
    interest_received_fen: int
    standing: Standing
    seasoned_standing: Standing
    returns: Returns
    with_idle: Returns
    seasoned: Returns
    young: Returns

    @property
    def outstanding_fen(self) -> int:
        return self.standing.outstanding_fen

    @property
    def overdue_fen(self) -> int:
        return self.standing.overdue_fen


@dataclass(frozen=True)
class YearOfReceipts:
    """What came to an investor in a calendar year; fen. Interest is gross, losses are not set against it.

    Accrued interest that buyers of claims paid is interest of the seller. What was paid for it when buying stands
    apart: it lowers no gross figure.
    """

    year: int
    principal_fen: int
    interest_fen: int
    overdue_interest_fen: int
    accrued_received_fen: int = 0
    accrued_paid_fen: int = 0

    @property
    def gross_interest_fen(self) -> int:
        return self.interest_fen + self.overdue_interest_fen + self.accrued_received_fen


@dataclass(frozen=True)
class ComingShare:
    """What one claim gets of one instalment that has not been paid, as contracted."""

    claim_id: int
    n: int
    due_on: dt.date
    principal_fen: int
    interest_fen: int

    @property
    def total_fen(self) -> int:
        return self.principal_fen + self.interest_fen


def claims_of(holder: User, *, status: str = "") -> "QuerySet[Claim]":
    """Return an investor's claims with their loans, all or only those in a state, or those in overdue loans."""
    rows = Claim.objects.filter(holder=holder).select_related("loan__application", "loan__product_version")
    if status == OVERDUE:
        return rows.filter(status=Claim.Status.ACTIVE, loan__overdue_since_on__isnull=False)
    return rows.filter(status=status) if status else rows


def receipts_of(holder: User) -> "QuerySet[ClaimReceipt]":
    """Return what came to an investor."""
    return ClaimReceipt.objects.filter(holder=holder).select_related(
        "claim__loan__product_version", "payment"
    )


def receipts_by_year(holder: User) -> list[YearOfReceipts]:
    """Return what came in each calendar year, the latest first, in two queries."""
    rows = (
        ClaimReceipt.objects.filter(holder=holder)
        .values_list("received_on__year")
        .annotate(
            principal=Sum("principal_fen"), interest=Sum("interest_fen"), overdue=Sum("overdue_interest_fen")
        )
        .order_by()
    )
    received = {year: sums for year, *sums in rows}
    accrued = _accrued_by_year(holder)
    return [
        YearOfReceipts(year, *[*received.get(year, (0, 0, 0)), *accrued.get(year, (0, 0))])
        for year in sorted({*received, *accrued}, reverse=True)
    ]


def _accrued_by_year(holder: User) -> dict[int, tuple[int, int]]:
    """Return by year the accrued interest that sales of claims brought the holder, and what purchases took."""
    is_sale = Q(seller=holder)
    rows = (
        ClaimSale.objects.filter(is_sale | Q(buyer=holder))
        .values_list("traded_on__year")
        .annotate(
            received=Sum("accrued_fen", filter=is_sale), paid=Sum("accrued_fen", filter=Q(buyer=holder))
        )
        .order_by()
    )
    return {year: (received or 0, paid or 0) for year, received, paid in rows}


@dataclass(frozen=True)
class MonthOfReceipts:
    """What interest came to an investor in a month; fen."""

    first_on: dt.date
    interest_fen: int
    overdue_interest_fen: int

    @property
    def gross_interest_fen(self) -> int:
        return self.interest_fen + self.overdue_interest_fen


def receipts_of_year(holder: User, year: int) -> list[MonthOfReceipts]:
    """Return the twelve months of a year, empty ones too, in two queries; accrued interest of sold claims is in it."""
    rows = (
        ClaimReceipt.objects.filter(holder=holder, received_on__year=year)
        .order_by()
        .values_list("received_on__month")
        .annotate(interest=Sum("interest_fen"), overdue=Sum("overdue_interest_fen"))
    )
    found = {month: amounts for month, *amounts in rows}
    sales = ClaimSale.objects.filter(seller=holder, traded_on__year=year).order_by()
    for month, fen in sales.values_list("traded_on__month").annotate(fen=Sum("accrued_fen")):
        interest_fen, overdue_fen = found.get(month, (0, 0))
        found[month] = [interest_fen + fen, overdue_fen]
    return [MonthOfReceipts(dt.date(year, n, 1), *found.get(n, (0, 0))) for n in range(1, 13)]


def receipt_lines(holder: User, year: int | None = None) -> Iterator[ClaimReceipt]:
    """Yield an investor's receipts, oldest first, of all years or of one, without holding them in memory."""
    rows = receipts_of(holder)
    if year is not None:
        rows = rows.filter(received_on__year=year)
    yield from rows.order_by("pk").iterator(chunk_size=500)


def held_fen(holder: User) -> int | None:
    """Return the principal outstanding of an investor's active claims, None for somebody who never lent."""
    sums = Claim.objects.filter(holder=holder).values_list("status").annotate(fen=Sum("outstanding_fen"))
    by_status = dict(sums)
    return by_status.get(Claim.Status.ACTIVE, 0) if by_status else None


def read_portfolio(holder: User, as_of: dt.date, wallet_fen: int) -> Portfolio:
    """Return the figures of an investor's claims and the wallet beside them, in six queries."""
    read = rules(["portfolio.returns", "portfolio.forecast"], on=as_of)
    policy, table = read["portfolio.returns"].value, read["portfolio.forecast"].value["rows"]
    seasoned_on = add_months(as_of, -policy["seasoned_months"])
    flows = dated_flows(holder, seasoned_on=seasoned_on)
    groups = _open_claims(holder, as_of, seasoned_on, table)
    standing, seasoned = _standing(groups), _standing([row for row in groups if row.is_seasoned])
    young = _standing([row for row in groups if not row.is_seasoned])
    least = policy["least_days"]
    elsewhere = [(on, -fen) for on, fen in money_from_elsewhere(holder)]
    return Portfolio(
        as_of=as_of,
        claim_count=sum(row.count for row in groups),
        lent_fen=sum(flow.out_fen for flow in flows),
        overdue_count=sum(row.count for row in groups if row.standing.overdue_fen),
        by_grade=_by_grade(groups),
        principal_received_fen=sum(flow.principal_fen for flow in flows),
        interest_received_fen=sum(flow.interest_fen for flow in flows),
        standing=standing,
        seasoned_standing=seasoned,
        returns=returns_of([(flow.on, flow.net_fen) for flow in flows], standing, as_of, least),
        with_idle=returns_of(elsewhere, standing, as_of, least, idle_fen=wallet_fen),
        seasoned=returns_of(_net(flows, is_seasoned=True), seasoned, as_of, least),
        young=returns_of(_net(flows, is_seasoned=False), young, as_of, least),
    )


@dataclass(frozen=True)
class _OpenClaims:
    """The active claims of one grade, lateness and age."""

    grade: str
    is_seasoned: bool
    count: int
    standing: Standing


def _open_claims(
    holder: User, as_of: dt.date, seasoned_on: dt.date, table: Sequence[dict[str, int]]
) -> list[_OpenClaims]:
    rows = (
        Claim.objects.filter(holder=holder, status=Claim.Status.ACTIVE)
        .order_by()
        .annotate(seasoned=Q(loan__disbursed_on__lte=seasoned_on))
        .values_list("loan__grade", "loan__overdue_since_on", "seasoned")
        .annotate(fen=Sum("outstanding_fen"), count=Count("pk"))
    )
    groups = []
    for grade, since_on, is_seasoned, fen, count in rows:
        days = days_past_due(since_on, as_of)
        worth_fen = divide_half_up(fen * weight_ppm(table, grade, days), PPM)
        standing = Standing(fen, fen, worth_fen) if days else Standing(fen, 0, 0)
        groups.append(_OpenClaims(grade, bool(is_seasoned), count, standing))
    return groups


def _standing(groups: Sequence[_OpenClaims]) -> Standing:
    return Standing(*(sum(row.standing[at] for row in groups) for at in range(3)))


def _by_grade(groups: Sequence[_OpenClaims]) -> list[GradeHolding]:
    sums = {grade: _standing([row for row in groups if row.grade == grade]) for grade in Grade.values}
    return [GradeHolding(grade, *standing[:2]) for grade, standing in sums.items()]


def _net(flows: Sequence[DatedFlow], *, is_seasoned: bool) -> list[tuple[dt.date, int]]:
    return [(flow.on, flow.net_fen) for flow in flows if flow.is_seasoned == is_seasoned]


def coming_shares(
    holder: User, as_of: dt.date, *, claims: Sequence[Claim] | None = None
) -> list[ComingShare]:
    """Return the holder's share of every instalment not yet paid, as contracted, by due date, in four queries.

    Every loan's instalments are laid over all its claims the way payments are: principal by what is outstanding
    then, interest by what was outstanding when its period began, largest remainder, ties by claim number. `claims`
    narrows it to some of the holder's claims.
    """
    own = Claim.objects.filter(holder=holder, status=Claim.Status.ACTIVE)
    wanted = None if claims is None else {claim.pk for claim in claims}
    loans = (own if wanted is None else own.filter(pk__in=wanted)).values("loan")
    holders: dict[int, list[Claim]] = defaultdict(list)
    for one in Claim.objects.filter(loan__in=loans, status=Claim.Status.ACTIVE).order_by("number"):
        holders[one.loan_id].append(one)
    rows: dict[int, list[Instalment]] = defaultdict(list)
    open_rows = Instalment.objects.filter(loan__in=loans, settled_at=None, superseded_at=None)
    for row in open_rows.filter(loan__status=Loan.Status.ACTIVE).order_by("n"):
        rows[row.loan_id].append(row)
    receipts = _principal_since_the_period_began(rows)
    shares = [
        share
        for loan_id, instalments in rows.items()
        for share in _shares_of_loan(instalments, holders[loan_id], receipts, holder, as_of)
        if wanted is None or share.claim_id in wanted
    ]
    return sorted(shares, key=lambda share: (share.due_on, share.claim_id))


def _principal_since_the_period_began(
    rows: dict[int, list[Instalment]],
) -> dict[int, list[tuple[dt.date, int]]]:
    """Return by claim the principal that came, and when, since the oldest open period of any of the loans began."""
    found: dict[int, list[tuple[dt.date, int]]] = defaultdict(list)
    if rows:
        since = min(instalments[0].starts_on for instalments in rows.values())
        receipts = ClaimReceipt.objects.filter(
            claim__loan__in=rows, received_on__gt=since, principal_fen__gt=0
        )
        for claim_id, received_on, fen in receipts.values_list("claim", "received_on", "principal_fen"):
            found[claim_id].append((received_on, fen))
        sales = ClaimSale.objects.filter(loan__in=rows, traded_on__gt=since, earlier_fen__gt=0)
        for moved in sales.values_list("claim", "bought_claim", "traded_on", "earlier_fen"):
            for claim_id, on, fen in handed_on(*moved):
                found[claim_id].append((on, fen))
    return found


def _shares_of_loan(
    rows: Sequence[Instalment],
    claims: Sequence[Claim],
    receipts: dict[int, list[tuple[dt.date, int]]],
    holder: User,
    as_of: dt.date,
) -> list[ComingShare]:
    outstanding = {claim.number: claim.outstanding_fen for claim in claims}
    shares = []
    for row in rows:
        principal = split_principal(row.unpaid_principal_fen, outstanding)
        at_start = outstanding
        if row.starts_on <= as_of:
            at_start = {
                claim.number: claim.outstanding_fen
                + sum(fen for on, fen in receipts.get(claim.pk, ()) if on > row.starts_on)
                for claim in claims
            }
        interest = split_over_claims(row.unpaid_interest_fen, at_start) if row.unpaid_interest_fen else {}
        shares += [
            ComingShare(claim.pk, row.n, row.due_on, principal[claim.number], interest.get(claim.number, 0))
            for claim in claims
            if claim.holder_id == holder.pk
        ]
        outstanding = {number: fen - principal[number] for number, fen in outstanding.items()}
    return shares
