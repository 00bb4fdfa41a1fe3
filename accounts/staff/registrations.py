"""What staff adds to the ground: kinds of approvals, the invitation's text, open work, the office's rail."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.approvals import ApprovalKind, is_same_person, register_approval_kind
from accounts.crypto import blind_index
from accounts.duties import is_delegable
from accounts.events import subscribe
from accounts.messages import MessageTemplate, register_message
from accounts.models import Appointment, Approval, Dealer, Deputyship, StaffChange, User
from accounts.models.message import MessageCategory
from accounts.roles import RIGHT_NAMES
from accounts.staff.asking import APPROVE, rights_of_position
from accounts.staff.changes import DEPUTY_KIND, KINDS, delegated_rights
from accounts.staff.open_work import OpenWork, WorkItem, add_open_work
from accounts.web.object_pages import ObjectPage, add_object_pages
from accounts.web.parts import Fact

NAMES = {
    StaffChange.Kind.JOIN: gettext_lazy("Joiner"),
    StaffChange.Kind.MOVE: gettext_lazy("Move of a colleague"),
    StaffChange.Kind.LEAVE: gettext_lazy("Leaver"),
}
SEE = "accounts.see_staff"
INVITATION = MessageTemplate(
    "staff_invitation",
    subject=gettext_lazy("Your login at Fenqi"),
    body="accounts/messages/staff_invitation.txt",
    category=MessageCategory.SECURITY,
)


def register_staff() -> None:
    """Register everything; called from `apps.py: ready()`."""
    for kind, name in NAMES.items():
        register_approval_kind(
            ApprovalKind(KINDS[kind], name, right=APPROVE, describe=change_facts, bars=bars_from_change)
        )
    register_approval_kind(
        ApprovalKind(
            DEPUTY_KIND,
            gettext_lazy("Deputy for an absence"),
            right=APPROVE,
            describe=deputy_facts,
            bars=bars_from_deputyship,
        )
    )
    subscribe("accounts.staff", ["approval.approved"], "accounts.staff.handlers.on_approved")
    subscribe(
        "accounts.staff_dropped",
        ["approval.rejected", "approval.withdrawn", "approval.expired"],
        "accounts.staff.handlers.on_not_approved",
    )
    register_message(INVITATION)
    add_open_work(
        OpenWork("dealers", 10, gettext_lazy("Dealers looked after"), dealers_of, hand_over_dealers),
        OpenWork("approvals", 20, gettext_lazy("Approvals asked for"), approvals_asked_by),
    )
    add_object_pages(
        ObjectPage("staffchange", "staff_change", SEE), ObjectPage("deputyship", "staff_deputyship", SEE)
    )


# -- what a checker reads ------------------------------------------------------------------------------------------


def change_facts(approval: Approval) -> list[Fact]:
    """Tell a checker who gets or loses which position and rights, and when."""
    rows = StaffChange.objects.select_related("colleague", "position__department", "handover_to")
    change = rows.filter(pk=approval.subject_id).first()
    return facts_of_change(change) if change is not None else []


def facts_of_change(change: StaffChange) -> list[Fact]:
    """Return what a request says: who, from where to where, when, and which rights come and go."""
    facts = []
    if change.kind == StaffChange.Kind.JOIN:
        facts += [Fact(_("Who"), change.real_name), Fact(_("Work address"), change.work_address)]
    elif change.colleague is not None:
        facts += [Fact(_("Who"), change.colleague.name, change.colleague.number)]
    if change.kind != StaffChange.Kind.JOIN and change.colleague is not None:
        facts.append(Fact(_("Position so far"), _positions(change)))
    if change.position is not None:
        facts += [
            Fact(_("New position"), change.position.title, change.position.department.name),
            Fact(_("From"), change.effective_on.isoformat()),
            Fact(_("Rights in the new position"), right_names(rights_of_position(change.position))),
        ]
    else:
        facts += [
            Fact(_("Out from"), change.effective_on.isoformat(), _("Every door closes at once.")),
            Fact(_("Takes over"), change.handover_to.name if change.handover_to else "—"),
        ]
    return facts


def _positions(change: StaffChange) -> str:
    rows = Appointment.objects.filter(user=change.colleague).select_related("position")
    if change.status in StaffChange.PENDING:
        rows = rows.filter(status__in=Appointment.STANDING)
    else:
        rows = rows.filter(status="ended").order_by("-until_on", "-pk")[:1]
    return _joined(row.position.title for row in rows) or "—"


def deputy_facts(approval: Approval) -> list[Fact]:
    """Tell a checker who would do what for whom, and for how long."""
    row = Deputyship.objects.select_related("principal", "deputy").filter(pk=approval.subject_id).first()
    return facts_of_deputyship(row) if row is not None else []


def facts_of_deputyship(row: Deputyship) -> list[Fact]:
    """Return who stands in for whom, when, and with which rights."""
    chosen = delegated_rights(row)
    left = sorted(row.principal.own_rights - set(chosen))
    return [
        Fact(_("Absent"), row.principal.name, row.principal.number),
        Fact(_("Stands in"), row.deputy.name, row.deputy.number),
        Fact(_("From"), row.from_on.isoformat()),
        Fact(_("Last day"), row.until_on.isoformat(), _("After it the rights are gone by themselves.")),
        Fact(_("May meanwhile"), right_names(chosen)),
        Fact(
            _("Stays undone meanwhile"),
            right_names(left) or "—",
            _("Never delegated: %(rights)s")
            % {"rights": right_names(one for one in left if not is_delegable(one))}
            if any(not is_delegable(one) for one in left)
            else "",
        ),
    ]


def right_names(rights: object) -> str:
    """Return rights in words, as one line."""
    return _joined(str(RIGHT_NAMES.get(right, right)) for right in sorted(rights))  # type: ignore[call-overload]


def _joined(words: object) -> str:
    return pgettext("between items of a list", ", ").join(words)  # type: ignore[arg-type]


# -- nobody decides on the own rights --------------------------------------------------------------------------------


def bars_from_change(approval: Approval, checker: User) -> str:
    """Say that a checker does not decide on the own position."""
    change = StaffChange.objects.select_related("colleague__person").filter(pk=approval.subject_id).first()
    if change is None:
        return ""
    person = checker.person
    is_joiner = (
        change.kind == StaffChange.Kind.JOIN
        and person is not None
        and person.identity_index == blind_index("identity", change.identity_number)
    )
    is_colleague = change.colleague is not None and is_same_person(checker, change.colleague)
    return _("Nobody decides on the own rights.") if is_joiner or is_colleague else ""


def bars_from_deputyship(approval: Approval, checker: User) -> str:
    """Say that neither the absent colleague nor the deputy decides."""
    rows = Deputyship.objects.select_related("principal__person", "deputy__person")
    row = rows.filter(pk=approval.subject_id).first()
    if row is None:
        return ""
    is_part = is_same_person(checker, row.principal) or is_same_person(checker, row.deputy)
    return _("Nobody decides on the own rights.") if is_part else ""


# -- what leavers leave behind -----------------------------------------------------------------------------------------


def dealers_of(user: User) -> list[WorkItem]:
    """Return the dealers that a business manager looks after."""
    rows = Dealer.objects.filter(manager=user, status__in=Dealer.OPEN).order_by("pk")
    return [WorkItem(row.number, f"/office/accounts/dealers/{row.number}/") for row in rows]


def hand_over_dealers(leaver: User, successor: User, actor: User | None) -> None:
    """Let the successor look after them."""
    Dealer.objects.filter(manager=leaver, status__in=Dealer.OPEN).update(manager=successor)


def approvals_asked_by(user: User) -> list[WorkItem]:
    """Return what somebody asked for and nobody has decided or carried out; it can be decided without the asker."""
    rows = Approval.objects.filter(maker=user, status__in=Approval.PENDING).order_by("pk")
    return [WorkItem(row.number, f"/office/approvals/{row.number}/") for row in rows]
