"""Who sits where at a meeting, and who of them has a vote on one item."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.models import User
from risk.committee.constitution import read_rules, titles_of
from risk.domain.committee import Rules, presiding, quorum_gaps
from risk.models import AgendaItem, CommitteeMeeting, CommitteeSeat


@dataclass(frozen=True)
class Bench:
    """The seats of a meeting in their order; for an item also which of them declared what."""

    rules: Rules
    seats: tuple[CommitteeSeat, ...]
    recused: frozenset[str] = frozenset()
    declared: frozenset[str] = frozenset()
    voted: frozenset[str] = frozenset()

    def seat_of(self, user: User) -> CommitteeSeat | None:
        """Return where a person sits, under whatever login."""
        return next((seat for seat in self.seats if is_same_person(seat.member, user)), None)

    def own_seat(self, user: User) -> CommitteeSeat:
        """Return where a person sits; refuses (`not_seated`) others."""
        seat = self.seat_of(user)
        if seat is None:
            raise Refused("not_seated", _("You do not sit in this meeting."))
        return seat

    @property
    def titles(self) -> dict[str, str]:
        return titles_of(self.rules)

    @property
    def present(self) -> list[str]:
        return [seat.code for seat in self.seats if seat.is_present]

    @property
    def entitled(self) -> list[str]:
        """Return the seats that are here and may vote: whoever is recused is as if absent."""
        return [code for code in self.present if code not in self.recused]

    @property
    def undeclared(self) -> list[str]:
        """Return the seats that are here and have said nothing of an own interest yet."""
        return [code for code in self.entitled if code not in self.declared]

    @property
    def missing_votes(self) -> list[str]:
        return [code for code in self.entitled if code not in self.voted]

    @property
    def presiding_seat(self) -> CommitteeSeat | None:
        """Return who presides: the first by the constitution of those who are here and not recused."""
        code = presiding(self.rules, self.entitled)
        return next((seat for seat in self.seats if seat.code == code), None)

    @property
    def confirming_seat(self) -> CommitteeSeat | None:
        """Return who confirms the minutes: whoever presided; where nobody came, the first by the constitution."""
        code = presiding(self.rules, [seat.code for seat in self.seats])
        return self.presiding_seat or next((seat for seat in self.seats if seat.code == code), None)

    @property
    def gaps(self) -> list[str]:
        return quorum_gaps(self.rules, self.entitled)

    def gap_words(self) -> str:
        """Return in words what a vote lacks now."""
        said = [
            _("%(here)s of at least %(wanted)s with a vote are here")
            % {"here": len(self.entitled), "wanted": self.rules.quorum}
            if gap == "number"
            else _("nobody who may preside is here")
            if gap == "chair"
            else _("%(seat)s is missing") % {"seat": self.titles[gap.removeprefix("seat:")]}
            for gap in self.gaps
        ]
        return "; ".join(said)

    def check_presides(self, user: User) -> CommitteeSeat:
        """Return the seat that presides; refuses (`not_presiding`) everybody else."""
        seat = self.presiding_seat
        if seat is None or not is_same_person(seat.member, user):
            raise Refused("not_presiding", _("Only the member who presides may do this."))
        return seat


def bench_of(meeting: CommitteeMeeting, item: AgendaItem | None = None) -> Bench:
    """Read the bench of a meeting, for an item with its declarations and who has voted."""
    seats = tuple(meeting.seats.filter(replaced_at=None).select_related("member").order_by("rank"))
    rules = read_rules(meeting.rules)
    if item is None:
        return Bench(rules, seats)
    said = list(item.declarations.filter(seat__replaced_at=None).values_list("seat__code", "is_recused"))
    return Bench(
        rules,
        seats,
        recused=frozenset(code for code, is_recused in said if is_recused),
        declared=frozenset(code for code, _is_recused in said),
        voted=frozenset(item.votes.values_list("seat__code", flat=True)),
    )


def check_time(meeting: CommitteeMeeting) -> None:
    """Refuse (`time_up`) what comes after a meeting in writing has run out."""
    if meeting.closes_at is not None and meeting.closes_at <= clock.now():
        raise Refused("time_up", _("The time for this meeting is up; the item comes before the next one."))
