"""What is asked on the committee's pages."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.models import User
from accounts.roles import ROLE_NAMES, ROLES
from accounts.web.formats import plain_yuan
from accounts.web.forms import KeyedForm, RefusableForm, offer_choices
from finance.forms.fields import YuanField
from lending.models import Grade
from risk.committee.conditions import conditions_from
from risk.committee.constitution import titles_of
from risk.committee.reading import SIT
from risk.committee.votes import VoteWish
from risk.domain.committee import AGAINST, Choice, Rules, Seat
from risk.forms.case import REASON_GROUPS
from risk.forms.conditions import ConditionLines
from risk.models import AgendaItem, CommitteeMeeting, CreditCase, InterestDeclaration, OpenedVote
from risk.reasons import APPROVAL_REASONS, REFUSAL_REASONS, RETURN_REASONS
from risk.services.break_tie import CastingWish
from risk.services.declare_interest import DECLARED
from risk.services.list_case import Proposal
from risk.services.plan_meeting import MeetingWish

LINES = forms.Textarea({"rows": 3})
Ground = InterestDeclaration.Ground


def _moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    """Return a field for an instant, as the browser's own calendar writes it."""
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **options)


def usual_start() -> dt.datetime:
    """Return ten o'clock of the second day from now: enough for the notice members get."""
    day = clock.wall_date() + dt.timedelta(days=2)
    return dt.datetime.combine(day, dt.time(10), clock.SHANGHAI)


class MeetingForm(RefusableForm):
    kind = forms.ChoiceField(
        label=_("Way of meeting"),
        choices=CommitteeMeeting.Kind.choices,
        widget=forms.RadioSelect,
        initial=CommitteeMeeting.Kind.IN_PERSON,
    )
    starts_at = _moment_field(_("Begins"), initial=usual_start)
    place = forms.CharField(
        label=_("Place"), required=False, max_length=120, help_text=_("Where the members meet in person.")
    )
    closes_at = _moment_field(
        _("Time is up"),
        required=False,
        help_text=_("For a meeting in writing: what is not decided by then comes before the next meeting."),
    )

    @property
    def wish(self) -> MeetingWish:
        cleaned = self.cleaned_data
        return MeetingWish(cleaned["kind"], cleaned["starts_at"], cleaned["closes_at"], cleaned["place"])


class ListCaseForm(ConditionLines):
    case = forms.ChoiceField(label=_("Case"))
    presenter = forms.ChoiceField(label=_("Presented by"))
    amount = YuanField(label=_("Amount proposed"))
    grade = forms.ChoiceField(label=_("Grade proposed"), choices=Grade.choices)
    limit = YuanField(label=_("Credit limit"), help_text=_("Over all of the borrower's loans together."))

    def __init__(
        self,
        *args: Any,
        cases: Iterable[CreditCase] = (),
        presenters: Iterable[User] = (),
        **kwargs: Any,
    ) -> None:
        self._cases = {case.number: case for case in cases}
        self._presenters = {user.number: user for user in presenters}
        first = next(iter(self._cases.values()), None)
        if first is not None:
            asked = plain_yuan(first.application.amount_fen or 0)
            kwargs.setdefault("initial", {"amount": asked, "limit": asked})
        super().__init__(*args, **kwargs)
        offer_choices(
            self,
            "case",
            [
                (number, f"{number} · {case.application.borrower.person.masked_name}")
                if case.application.borrower.person is not None
                else (number, number)
                for number, case in self._cases.items()
            ],
        )
        offer_choices(self, "presenter", [(number, user.name) for number, user in self._presenters.items()])

    @property
    def chosen_case(self) -> CreditCase:
        return self._cases[self.cleaned_data["case"]]

    @property
    def chosen_presenter(self) -> User:
        return self._presenters[self.cleaned_data["presenter"]]

    @property
    def proposal(self) -> Proposal:
        cleaned = self.cleaned_data
        conditions = conditions_from(self.conditions_in(cleaned))
        return Proposal(cleaned["amount"], cleaned["grade"], cleaned["limit"], conditions)


class SeatMemberForm(RefusableForm):
    """Who else sits in a seat."""

    code = forms.ChoiceField(label=_("Seat"))
    member = forms.ChoiceField(label=_("Who sits there instead"))

    def __init__(
        self, *args: Any, rules: Rules | None = None, people: Iterable[User] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._people = {user.number: user for user in people}
        if rules is not None:
            offer_choices(self, "code", titles_of(rules).items())
        offer_choices(self, "member", [(number, user.name) for number, user in self._people.items()])

    @property
    def chosen_member(self) -> User:
        return self._people[self.cleaned_data["member"]]


class ReasonForm(RefusableForm):
    reason = forms.CharField(label=_("Reason"), min_length=2, max_length=200, widget=LINES)


class DiscussionForm(RefusableForm):
    words = forms.CharField(
        label=_("What was said"), required=False, max_length=4000, widget=forms.Textarea({"rows": 4})
    )


class DeclarationForm(RefusableForm):
    ground = forms.ChoiceField(
        label=_("Do you have an interest in this item?"),
        choices=[(one.value, one.label) for one in DECLARED],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What it is"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("With an interest alone. You then see neither pack nor votes, and do not count."),
    )


class VoteForm(ConditionLines, KeyedForm):
    choice = forms.ChoiceField(
        label=_("Your vote"), choices=OpenedVote.Choice.choices, widget=forms.RadioSelect
    )
    reasons = forms.MultipleChoiceField(
        label=_("Reasons"), choices=REASON_GROUPS, required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(label=_("Why, in your own words"), max_length=2000, widget=LINES)
    amount = YuanField(label=_("Amount at most"), required=False)
    grade = forms.ChoiceField(label=_("Grade at best"), choices=Grade.choices, required=False)
    limit = YuanField(label=_("Credit limit at most"), required=False)
    is_veto = forms.BooleanField(
        label=_("This is a veto: the loan is not made whatever the others vote"), required=False
    )

    def __init__(self, *args: Any, item: AgendaItem, has_veto: bool, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {"amount": plain_yuan(item.amount_fen), "grade": item.grade, "limit": plain_yuan(item.limit_fen)},
        )
        super().__init__(*args, **kwargs)
        if not has_veto:
            del self.fields["is_veto"]

    @property
    def wish(self) -> VoteWish:
        """The vote; what belongs to another choice is left out."""
        cleaned = self.cleaned_data
        choice = Choice(cleaned["choice"])
        plain = VoteWish(
            choice=choice.value,
            reasons=tuple(cleaned["reasons"]) if choice is not Choice.ABSTAIN else (),
            words=cleaned["words"].strip(),
            is_veto=bool(cleaned.get("is_veto")) and choice in AGAINST,
        )
        if choice is not Choice.CONDITIONS:
            return plain
        return VoteWish(
            plain.choice,
            plain.reasons,
            plain.words,
            amount_fen=cleaned["amount"],
            grade=cleaned["grade"],
            limit_fen=cleaned["limit"],
            conditions=conditions_from(self.conditions_in(cleaned)),
        )


class CastingForm(RefusableForm):
    way = forms.ChoiceField(
        label=_("Your casting vote"),
        choices=[("for", _("For the loan")), ("against", _("Against the loan"))],
        widget=forms.RadioSelect,
    )
    reasons = forms.MultipleChoiceField(
        label=_("Reasons"),
        choices=[
            (_("To approve"), list(APPROVAL_REASONS.items())),
            (_("To decline"), list(REFUSAL_REASONS.items())),
            (_("To return for papers"), list(RETURN_REASONS.items())),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(label=_("Why, in your own words"), max_length=2000, widget=LINES)

    @property
    def wish(self) -> CastingWish:
        cleaned = self.cleaned_data
        return CastingWish(cleaned["way"] == "for", tuple(cleaned["reasons"]), cleaned["words"])


MAJORITIES = (("1/2", _("more than half")), ("2/3", _("two thirds")), ("3/4", _("three quarters")))
PLACES = (("0", _("Member")), ("1", _("Chair")), ("2", _("Deputy chair")))


def _sitting_roles() -> list[tuple[str, Any]]:
    return [("", "—"), *((role, ROLE_NAMES[role]) for role, rights in ROLES.items() if SIT in rights)]


class SeatForm(forms.Form):
    """One seat of a constitution; without a job it is left out."""

    role = forms.ChoiceField(label=_("Job"), choices=_sitting_roles, required=False)
    deputy_role = forms.ChoiceField(label=_("Deputy's job"), choices=_sitting_roles, required=False)
    presides = forms.ChoiceField(label=_("Seated as"), choices=PLACES, required=False)
    is_required = forms.BooleanField(label=_("Must vote"), required=False)
    has_veto = forms.BooleanField(label=_("Has a veto"), required=False)


SeatForms = forms.formset_factory(SeatForm, extra=2, max_num=15, validate_max=True, absolute_max=15)


class ConstitutionForm(RefusableForm):
    quorum = forms.IntegerField(label=_("Quorum"), min_value=1, max_value=15)
    majority = forms.ChoiceField(label=_("Approves with"), choices=MAJORITIES)
    notice_hours = forms.IntegerField(label=_("Hours of notice"), min_value=0, max_value=240)
    virtual_hours = forms.IntegerField(label=_("Hours in writing at most"), min_value=1, max_value=240)
    reason = forms.CharField(
        label=_("Why the rules change"),
        min_length=4,
        max_length=500,
        widget=LINES,
        help_text=_("Whoever approves reads it."),
    )

    @classmethod
    def shown(cls, rules: Rules) -> dict[str, Any]:
        """Return the rules as the form shows them first."""
        numerator, denominator = rules.majority
        return {
            "quorum": rules.quorum,
            "majority": f"{numerator}/{denominator}",
            "notice_hours": rules.notice_hours,
            "virtual_hours": rules.virtual_hours,
        }

    def rules(self, seats: Iterable[dict[str, Any]]) -> Rules:
        """Return the rules as typed in; each seat gets its code by its place."""
        numerator, denominator = self.cleaned_data["majority"].split("/")
        named = [seat for seat in seats if seat.get("role")]
        return Rules(
            seats=tuple(
                Seat(
                    code=f"seat_{place}",
                    role=seat["role"],
                    deputy_role=seat.get("deputy_role") or "",
                    presides=int(seat.get("presides") or 0),
                    is_required=bool(seat.get("is_required")),
                    has_veto=bool(seat.get("has_veto")),
                )
                for place, seat in enumerate(named, start=1)
            ),
            quorum=self.cleaned_data["quorum"],
            majority=(int(numerator), int(denominator)),
            notice_hours=self.cleaned_data["notice_hours"],
            virtual_hours=self.cleaned_data["virtual_hours"],
        )
