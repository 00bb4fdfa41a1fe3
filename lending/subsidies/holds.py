"""The holds behind the interest that a dealer pays: one for each instalment, always what the instalment says."""

from collections.abc import Iterable, Mapping, Sequence

from accounts.models import User
from finance import chart
from finance.models import Hold
from finance.posting import EntryInput, PostedEntry, TransferInput
from finance.services.post_entries import post_entries
from finance.services.record_hold import record_hold
from finance.services.release_hold_groups import HoldGroup, release_hold_groups
from lending.domain.subsidy import cover
from lending.models import Instalment, InterestSubsidy, Loan

PURPOSE = "subsidy"
SET_ASIDE = "goods.subsidy_set_aside"


def set_aside_transfers(dealer_id: int, interest_fen: Iterable[int]) -> list[TransferInput]:
    """Return what moves the interest of instalments out of a dealer's free money into its held money."""
    free, held = chart.wallet_available(dealer_id), chart.wallet_held(dealer_id)
    return [TransferInput(free, held, fen, PURPOSE) for fen in interest_fen if fen]


def record_subsidies(loan: Loan, owner: User, entry: PostedEntry, *, actor: User | None) -> int:
    """Write down at the delivery that the whole interest was set aside by `entry`; return the sum in fen."""
    rows = list(Instalment.objects.filter(loan=loan, superseded_at=None, interest_fen__gt=0).order_by("n"))
    for row in rows:
        row.dealer_interest_fen = row.interest_fen
    Instalment.objects.bulk_update(rows, ["dealer_interest_fen"], batch_size=100)
    _record(loan, rows, owner, entry, actor)
    return sum(row.interest_fen for row in rows)


def lay_cover(rows: Sequence[Instalment], pool_fen: int) -> None:
    """Say on each row, oldest first, what of its interest the dealer's money pays; the caller saves the rows."""
    for row, fen in zip(rows, cover([row.unpaid_interest_fen for row in rows], pool_fen), strict=True):
        row.dealer_interest_fen = fen


def held_subsidies(*loan_ids: int) -> list[InterestSubsidy]:
    """Return what is set aside for loans, the oldest first; the caller holds the loans' locks."""
    rows = InterestSubsidy.objects.filter(instalment__loan__in=loan_ids, hold__status=Hold.Status.HELD)
    return list(rows.select_related("instalment", "hold__owner").order_by("pk"))


def free_subsidies(freed: Iterable[tuple[Loan, Sequence[InterestSubsidy]]], *, actor: User | None) -> None:
    """Give what was set aside back to the dealers' free money, an entry a loan; to keep it there or to be paid from."""
    groups = [
        HoldGroup(
            [one.hold_id for one in subsidies],
            loan.number,
            f"subsidy:{loan.number}:released:{subsidies[0].hold.number}",
        )
        for loan, subsidies in freed
        if subsidies
    ]
    release_hold_groups(groups=groups, actor=actor)


def release_subsidies(loans: Sequence[Loan], *, actor: User | None) -> None:
    """Bring the holds into step with the instalments: what no row in force names any more goes back to the dealers.

    It runs in the transaction that ends loans, draws a schedule anew or waives of it, after the rows were saved. A row
    that got another amount, or a new row, gets a hold of its own out of what came back.
    """
    ids = [loan.pk for loan in loans]
    wanted: dict[int, dict[int, Instalment]] = {pk: {} for pk in ids}
    for row in Instalment.objects.filter(loan__in=ids, dealer_interest_fen__gt=0).order_by("n"):
        wanted[row.loan_id][row.pk] = row
    held: dict[int, list[InterestSubsidy]] = {pk: [] for pk in ids}
    for one in held_subsidies(*ids):
        held[one.instalment.loan_id].append(one)
    stale = {loan.pk: [one for one in held[loan.pk] if _is_stale(one, wanted[loan.pk])] for loan in loans}
    free_subsidies([(loan, stale[loan.pk]) for loan in loans], actor=actor)
    for loan in loans:
        kept = {one.instalment_id for one in held[loan.pk]} - {one.instalment_id for one in stale[loan.pk]}
        unheld = [row for pk, row in wanted[loan.pk].items() if pk not in kept]
        if unheld:
            _set_aside_again(loan, unheld, _owner_of(loan), actor)


def _is_stale(one: InterestSubsidy, wanted: Mapping[int, Instalment]) -> bool:
    row = wanted.get(one.instalment_id)
    return row is None or row.dealer_interest_fen != one.amount_fen


def _set_aside_again(loan: Loan, rows: list[Instalment], owner: User, actor: User | None) -> None:
    so_far = InterestSubsidy.objects.filter(instalment__loan=loan).count()
    [entry] = post_entries(
        [
            EntryInput(
                SET_ASIDE,
                loan.number,
                f"subsidy:{loan.number}:set_aside:{so_far}",
                set_aside_transfers(owner.pk, [row.dealer_interest_fen for row in rows]),
                posted_by_id=actor.pk if actor else None,
            )
        ]
    )
    _record(loan, rows, owner, entry, actor)


def _owner_of(loan: Loan) -> User:
    """Return whose money pays the interest: the login that set it aside at the delivery."""
    first = InterestSubsidy.objects.filter(instalment__loan=loan).select_related("hold__owner").earliest("pk")
    return first.hold.owner


def _record(
    loan: Loan, rows: Iterable[Instalment], owner: User, entry: PostedEntry, actor: User | None
) -> None:
    InterestSubsidy.objects.bulk_create(
        InterestSubsidy(
            instalment=row,
            amount_fen=row.dealer_interest_fen,
            hold=record_hold(
                owner=owner,
                amount_fen=row.dealer_interest_fen,
                purpose=PURPOSE,
                reference=loan.number,
                entry=entry,
                actor=actor,
            ),
        )
        for row in rows
    )
