"""How kinds of signals look: each answers for everybody an occasion touched, in a constant number of questions."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.clock import SHANGHAI
from lending.models import Loan
from risk.domain.shares import share_ppm
from risk.models import BehaviourFact, LinkMark, SnapshotLoan
from risk.portfolio.queries import rows_on
from risk.warnings.kinds import Evidence, Occasion

# What two people share; an address is shared by honest families.
SHARED = ("device", "phone", "contact", "card")
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class CountedFacts:
    """Finds subjects with so many facts within so many days; without these parameters one fact of the day is enough.

    `figure` names a parameter the fact's own figure is held against: it has to be `at_least`, `at_most` or `equal`.
    """

    subject_type: str
    facts: tuple[str, ...]
    figure: str = ""
    compared: str = "at_least"

    def __call__(self, parameters: Mapping[str, int], occasion: Occasion) -> list[Evidence]:
        found: dict[int, list[BehaviourFact]] = defaultdict(list)
        for fact in self._facts(parameters, occasion):
            found[getattr(fact, f"{self.subject_type}_id")].append(fact)
        least = parameters.get("count", 1) if not self.figure else 1
        return [
            Evidence(
                pk,
                self._figures(rows),
                [shown_fact(one) for one in rows],
                [one.key for one in rows],
            )
            for pk, rows in sorted(found.items())
            if len(rows) >= least
        ]

    def _facts(self, parameters: Mapping[str, int], occasion: Occasion) -> Iterable[BehaviourFact]:
        days = parameters.get("days", 1) if not self.figure else 1
        wanted: dict[str, Any] = {
            "kind__in": self.facts,
            "on__range": (occasion.on - ONE_DAY * (days - 1), occasion.on),
            f"{self.subject_type}__in": occasion.subjects(self.subject_type),
        }
        if self.figure:
            lookup = {"at_least": "__gte", "at_most": "__lte", "equal": ""}[self.compared]
            wanted[f"figure{lookup}"] = parameters[self.figure]
        return BehaviourFact.objects.filter(**wanted).order_by("on", "pk")

    def _figures(self, rows: list[BehaviourFact]) -> dict[str, int]:
        figures = {"count": len(rows)} if not self.figure else {self.figure: rows[-1].figure}
        # What one instalment lacked is told once, however often it was asked for.
        lacked = {(one.source_number, one.about_on): one.amount_fen or 0 for one in rows}
        fen = sum(lacked.values())
        return {**figures, "amount_fen": fen} if fen else figures


def shown_fact(fact: BehaviourFact) -> dict[str, Any]:
    """Return a fact as a row behind a hit."""
    return {
        "fact": fact.kind,
        "on": fact.on.isoformat(),
        "about_on": fact.about_on.isoformat() if fact.about_on else "",
        "type": fact.source_type,
        "number": fact.source_number,
        "fen": fact.amount_fen,
        "figure": fact.figure,
    }


def find_linked(parameters: Mapping[str, int], occasion: Occasion) -> list[Evidence]:
    """Find borrowers who share a device, number, contact or card with one whose loan has just become so late."""
    late = list(
        BehaviourFact.objects.filter(
            kind="late", figure=parameters["days"], on=occasion.on, loan__in=occasion.loans
        ).order_by("pk")
    )
    by_borrower = {one.borrower_id: one for one in late}
    mates = _mates_of(set(by_borrower), occasion.on)
    return [
        Evidence(
            pk,
            {"people": len(linked)},
            [shown_fact(by_borrower[one]) for one in sorted(linked)],
            [by_borrower[one].key for one in sorted(linked)],
        )
        for pk, linked in sorted(mates.items())
    ]


def _mates_of(borrowers: set[int], on: dt.date) -> dict[int, set[int]]:
    """Return by other borrower with whom of these something is shared; a number is shared as own or as contact."""
    end = dt.datetime.combine(on + ONE_DAY, dt.time.min, SHANGHAI)
    marks = LinkMark.objects.filter(kind__in=SHARED, seen_at__lt=end)
    theirs: dict[str, set[int]] = defaultdict(set)
    for pk, index in marks.filter(user__in=borrowers).values_list("user", "index"):
        theirs[index].add(pk)
    mates: dict[int, set[int]] = defaultdict(set)
    others = marks.filter(index__in=list(theirs)).exclude(user__in=borrowers) if theirs else marks.none()
    for pk, index in others.values_list("user", "index"):
        mates[pk] |= theirs[index]
    return mates


def find_clusters(parameters: Mapping[str, int], occasion: Occasion) -> list[Evidence]:
    """Find dealers of whose newest loans more than a share is late, where the loans are enough to say so.

    Counted are the loans paid out within so many days, by the daily snapshot; fewer than `least_loans` or than
    `least_late` say nothing.
    """
    touched = SnapshotLoan.objects.filter(pk__in=occasion.loans, dealer__isnull=False)
    dealers = set(touched.values_list("dealer", flat=True))
    if not dealers:
        return []
    since = occasion.on - ONE_DAY * (parameters["days"] - 1)
    loans: dict[int, list[int]] = defaultdict(list)
    recent = SnapshotLoan.objects.filter(dealer__in=dealers, disbursed_on__range=(since, occasion.on))
    for pk, dealer in recent.order_by("pk").values_list("pk", "dealer"):
        loans[dealer].append(pk)
    late = {
        row.loan_id: row
        for row in rows_on(occasion.on, [pk for found in loans.values() for pk in found])
        .filter(bucket__gt=0)
        .select_related("loan__loan")
    }
    found = (_cluster(pk, loans[pk], late, parameters) for pk in sorted(loans))
    return [one for one in found if one is not None]


def _cluster(
    dealer: int, loans: list[int], late: Mapping[int, Any], parameters: Mapping[str, int]
) -> Evidence | None:
    rows = [late[pk] for pk in loans if pk in late]
    share = share_ppm(len(rows), len(loans))
    if (
        len(loans) < parameters["least_loans"]
        or len(rows) < parameters["least_late"]
        or share < parameters["share_ppm"]
    ):
        return None
    return Evidence(
        dealer,
        {"loans": len(loans), "late": len(rows), "share_ppm": share},
        [
            {
                "fact": "late",
                "on": row.overdue_since_on.isoformat(),
                "about_on": "",
                "type": "loan",
                "number": row.loan.loan.number,
                "fen": row.overdue_fen,
                "figure": 0,
            }
            for row in rows
        ],
        [f"late:{row.loan_id}:{row.overdue_since_on}" for row in rows],
    )


def borrowers_at_stake(borrowers: Iterable[int], on: dt.date) -> set[int]:
    """Return those of the borrowers who had a loan on the book at the end of a day."""
    running = Loan.objects.filter(borrower__in=list(borrowers), disbursed_on__lte=on)
    running = running.filter(settled_on__isnull=True) | running.filter(settled_on__gt=on)
    return set(running.values_list("borrower", flat=True))
