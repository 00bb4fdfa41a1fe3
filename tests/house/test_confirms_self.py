"""Nobody moves money, changes cards, roles or contacts, or takes copies of data away on an old proof of who one is.

The registry names services, because pages come and go: whoever writes a page that calls one of them decorates the page,
and whoever writes a service that moves money, or touches cards, roles or contacts, says here what it is.
"""

import ast
import inspect
from collections.abc import Iterator
from functools import cache

import pytest

from accounts.web import confirm_self
from accounts.web.confirm_self import CLASSES
from tests.house.code import Module, listed, modules, modules_by_name
from tests.house.test_routes import Route, own_routes

pytestmark = pytest.mark.once("sqlite")

CONFIRMED = {
    "payout": ("request_withdrawal", "send_back_suspense"),
    "money": (
        "accept_restructure",
        "accept_waiver",
        "apply_for_goods",
        "ask_return",
        "buy_claim",
        "cast_ballot",
        "confirm_order",
        "confirm_receipt",
        "grant_debit_mandate",
        "hold_loan",
        "keep_goods",
        "ask_halt_lift",
        "lift_wallet_freeze",
        "lower_price",
        "move_due_day",
        "pay_down_payment",
        "pay_loan",
        "place_bid",
        "prepay_loan",
        "receipt_down_payment",
        "recover_loan",
        "release_loan_hold",
        "resume_auto_rule",
        "return_loan",
        "set_automatic_debit",
        "settle_loan",
        "sign_offer",
        "start_auto_rule",
        "take_back_goods",
    ),
    "card": ("bind_card", "check_card", "choose_default_card", "remove_card"),
    "role": (
        "ask_deputy",
        "ask_joiner",
        "ask_leave",
        "ask_move",
        "end_dealer",
        "invite_clerk",
        "invite_colleague",
        "propose_limits",
        "remove_clerk",
        "suspend_dealer",
    ),
    "contact": ("save_contact",),
    "approval": ("decide_approval",),
    "decision": ("break_tie", "cast_vote", "close_vote", "confirm_minutes", "decide_case", "lift_downgrade"),
    "copy": ("download_export", "export_events"),
    "privacy": ("begin_call", "decide_privacy", "name_borrower", "unmask_value"),
}
# The weaker window would do for these, and stands on a page that has the stronger.
STRONGER = {"assign_suspense": "payout", "propose_admission": "role"}
UNCONFIRMED = {
    "accept_delivery": "proved by the customer's one-time code, the serial number and a photograph",
    "cancel_bid": "gives the person's own money back into the own wallet",
    "cancel_order": "gives the person's own money back into the own wallet",
    "withdraw_application": "takes a request back; a bid is released to whoever made it",
    "deliver_notifications": "the sandbox plays the bank, which is somebody else",
    "deliver_one": "the sandbox plays the bank, which is somebody else",
    "receive_notification": "the bank's machine proves itself by its signature",
    "confirm_change": "proved by a one-time code to the address of before",
    "propose_change": "a proposal, which the customer confirms by a code",
    "accept_staff_invitation": "the link is the proof, and the login has no password yet",
    "end_deputyship": "gives rights up, gives nobody any",
    "join_dealer": "the token of the invitation is the proof, and nobody loses anything",
    "withdraw_invitation": "takes away what was offered to somebody, gives nothing",
    "begin_dealer": "begins papers that are vetted before they are worth anything",
    "record_customer_back": "notes that a customer came back from the bank's page",
    "request_deposit": "money comes in from the person's own verified card; the bank asks by itself",
}
CLASS_OF = {service: what for what, services in CONFIRMED.items() for service in services} | STRONGER
# What else than money makes a service one to look at: it writes rows of these.
TOUCHY_MODELS = {"BankCard", "DealerMember", "DealerInvitation", "ContactDetails"}
TOUCHY_MODELS |= {"Appointment", "Deputyship", "StaffChange", "StaffInvitation"}
MOVES_MONEY = "finance.services.post_entries"


def imports_of(module: Module) -> Iterator[tuple[str, str, str]]:
    """Yield (name here, name there, module there) of everything taken from our own floors."""
    known = modules_by_name()
    for node in module.nodes:
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                place = full if full in known else node.module
                if place in known:
                    yield alias.asname or alias.name, alias.name, place


@cache
def moves_money(name: str) -> bool:
    """Tell whether a module posts to the ledger, itself or by what it calls; a task runs without the person."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        place = waiting.pop()
        if place == MOVES_MONEY:
            return True
        if place not in seen and not place.endswith((".tasks", ".apps")):
            seen.add(place)
            waiting += {target for _, _, target in imports_of(modules_by_name()[place])}
    return False


def touches(name: str) -> bool:
    return any(there in TOUCHY_MODELS for _, there, _ in imports_of(modules_by_name()[name]))


def view_modules() -> list[Module]:
    return [module for module in modules() if "views" in module.path.parts]


def names_in(node: ast.AST) -> set[str]:
    """Return the names a piece of code reads from around it."""
    names = [one for one in ast.walk(node) if isinstance(one, ast.Name)]
    own = {one.id for one in names if isinstance(one.ctx, ast.Store)}
    own |= {one.arg for one in ast.walk(node) if isinstance(one, ast.arg)}
    return {one.id for one in names} - own


def used_by(module: Module, function: str) -> set[str]:
    """Return every name a function of the module uses, through helpers and tables, also those of other views."""
    parts: dict[str, ast.AST] = {}
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef):
            parts[node.name] = node
        elif isinstance(node, ast.Assign):
            parts |= {target.id: node.value for target in node.targets if isinstance(target, ast.Name)}
    shared = {
        here: (modules_by_name()[place], there)
        for here, there, place in imports_of(module)
        if ".views." in place and here not in parts
    }
    found: set[str] = set()
    waiting = [function]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += names_in(parts[name]) if name in parts else ()
            found |= used_by(*shared[name]) if name in shared else set()
    return found


def confirms(route: Route) -> str:
    return getattr(route.pattern.callback, "confirms", "")


def test_every_service_that_moves_money_or_touches_logins_is_registered() -> None:
    faults = {
        f"{there} in {module.place}"
        for module in view_modules()
        for _, there, place in imports_of(module)
        if place.rpartition(".")[2] == there or place.endswith(".calls")
        if ".services." in place or ".custody." in place
        if (moves_money(place) or touches(place)) and there not in CLASS_OF and there not in UNCONFIRMED
    }
    assert not faults, listed(
        sorted(faults),
        "Say in tests/house/test_confirms_self.py what is confirmed before these, or why nothing:",
    )


def test_every_page_that_calls_a_registered_service_asks_for_a_proof() -> None:
    known, faults, called = modules_by_name(), [], set()
    for route in own_routes():
        view = inspect.unwrap(route.pattern.callback)
        module = known[view.__module__]
        wanted = {CLASS_OF[name] for name in used_by(module, view.__name__) & CLASS_OF.keys()}
        called |= used_by(module, view.__name__) & CLASS_OF.keys()
        if wanted and confirms(route) not in wanted:
            faults.append(
                f"/{route.path} needs @confirms_self of {sorted(wanted)}, has {confirms(route) or '-'}"
            )
        if "payout" in wanted and confirms(route) != "payout":
            faults.append(f"/{route.path} has the weaker of two")
    assert not faults, listed(faults, "Put @confirms_self(…) below the audience of these views:")
    assert not CLASS_OF.keys() - called, listed(sorted(CLASS_OF.keys() - called), "No page calls these:")


def test_every_class_is_used_and_every_reason_still_true() -> None:
    assert {confirms(route) for route in own_routes()} - {""} == set(CLASSES) == set(CONFIRMED)
    taken = {there for module in view_modules() for _, there, _ in imports_of(module)}
    assert not UNCONFIRMED.keys() - taken, listed(sorted(UNCONFIRMED.keys() - taken), "Not called any more:")


def test_the_proof_is_asked_for_right_behind_the_door() -> None:
    faults = []
    for route in own_routes():
        inner = getattr(route.pattern.callback, "__wrapped__", None)
        if confirms(route) and (inner is None or inner.__code__.co_filename != confirm_self.__file__):
            faults.append(f"/{route.path}")
    # Above it, `require_POST` would refuse what is taken up after the proof, and a form would be read for strangers.
    assert not faults, listed(faults, "Put @confirms_self directly below the audience of these views:")
