"""Who asks for changes of whose rights, and what a person would then hold."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.duties import APART, clashes_in
from accounts.errors import Refused
from accounts.models import Appointment, Department, Deputyship, Position, PositionRole, User
from accounts.models.in_force import holds_today
from accounts.roles import rights_of

ASK, ASK_EVERYWHERE, APPROVE = (
    "accounts.ask_staff",
    "accounts.ask_every_staff",
    "accounts.approve_staff",
)


def departments_of_head(user: User) -> set[int]:
    """Return the departments a login leads, with all that is below them."""
    heads = Appointment.objects.filter(holds_today(), user=user, position__is_head=True)
    led = set(heads.values_list("position__department", flat=True))
    if not led:
        return led
    parents = dict(Department.objects.values_list("pk", "parent"))
    while below := {pk for pk, parent in parents.items() if parent in led} - led:
        led |= below
    return led


def positions_asked_for(user: User) -> list[Position]:
    """Return the positions for which this login may ask for joiners and movers."""
    rows = Position.objects.select_related("department").order_by("rank")
    if user.has_right(ASK_EVERYWHERE):
        return list(rows)
    return list(rows.filter(department__in=departments_of_head(user))) if user.has_right(ASK) else []


def may_ask_about(user: User, colleague: User) -> bool:
    """Tell whether this login may ask for changes of a colleague: the head of the department, or the administrator."""
    if user.has_right(ASK_EVERYWHERE):
        return True
    if not user.has_right(ASK):
        return False
    seats = Appointment.objects.filter(user=colleague, status__in=Appointment.STANDING)
    departments = set(seats.values_list("position__department", flat=True))
    return bool(departments) and departments <= departments_of_head(user)


def require_may_ask(user: User, colleague: User) -> None:
    """Refuse (`not_yours`) who leads another department."""
    if not may_ask_about(user, colleague):
        raise not_yours()


def require_may_fill(user: User, position: Position) -> None:
    """Refuse (`not_yours`) a position of a department that this login does not lead."""
    if position.pk not in {one.pk for one in positions_asked_for(user)}:
        raise not_yours()


def not_yours() -> Refused:
    return Refused(
        "not_yours",
        _("Only the head of the department or the administrator asks for this. Nothing was changed."),
    )


def require_free_chair(position: Position) -> None:
    """Refuse (`no_chair`) a position all of whose chairs are taken or promised."""
    taken = Appointment.objects.filter(position=position, status__in=Appointment.STANDING).count()
    if taken >= position.headcount:
        raise Refused(
            "no_chair",
            _("Every chair of this position is taken (%(count)s).") % {"count": position.headcount},
            field="position",
        )


def require_no_auditor(user: User, *, field: str) -> None:
    """Refuse (`auditor_apart`) to let an auditor do the work that an auditor examines."""
    seats = PositionRole.objects.filter(
        role__in=APART,
        position__appointments__user=user,
        position__appointments__status__in=Appointment.STANDING,
    )
    if seats.exists():
        raise Refused(
            "auditor_apart",
            _("An auditor examines the work of others, and neither stands in for them nor takes it over."),
            field=field,
        )


def rights_of_position(position: Position) -> frozenset[str]:
    """Return what the position lets one do."""
    return rights_of(frozenset(PositionRole.objects.filter(position=position).values_list("role", flat=True)))


def rights_held_or_promised(user: User, *, seats: bool = True, besides: Deputyship | None = None) -> set[str]:
    """Return every right a colleague has or is to have: by positions (unless `seats` is off) and as a deputy."""
    rights: set[str] = set()
    if seats:
        carried = PositionRole.objects.filter(
            position__appointments__user=user, position__appointments__status__in=Appointment.STANDING
        )
        rights |= rights_of(frozenset(carried.values_list("role", flat=True)))
    standing = Deputyship.objects.filter(Q(deputy=user), status__in=Deputyship.STANDING)
    if besides is not None:
        standing = standing.exclude(pk=besides.pk)
    return rights | set(standing.filter(delegated__isnull=False).values_list("delegated__right", flat=True))


def require_no_clash(rights: Iterable[str], *, field: str | None = None) -> None:
    """Refuse (`duties_clash`) rights that do not belong in one person's hands, and name the first two."""
    clashes = clashes_in(rights)
    if clashes:
        raise Refused(
            "duties_clash",
            _("“%(one)s” and “%(other)s” do not belong in one person's hands. %(why)s") % clashes[0].words,
            field=field,
        )
