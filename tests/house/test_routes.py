"""Every route × every role: in where its audience says so, refused in the right way everywhere else."""

import re
from typing import NamedTuple

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts.access import Audience, audience_of
from accounts.models import User
from accounts.roles import ROLES, rights_of
from config.audiences import THIRD_PARTY, audience_of_route, walk
from tests.arrivals import arrive as arrive_with_password
from tests.factories import make_customer, make_staff
from tests.house import (  # noqa: F401 — they register their factories
    object_routes_of_accounts,
    object_routes_of_aftercare,
    object_routes_of_books,
    object_routes_of_collections,
    object_routes_of_database,
    object_routes_of_finance,
    object_routes_of_lending,
    object_routes_of_operations,
    object_routes_of_portfolio,
    object_routes_of_reports,
    object_routes_of_risk,
    object_routes_of_support,
)
from tests.house.code import APPS, FLOORS, listed
from tests.house.object_routes import FACTORIES

pytestmark = pytest.mark.once("sqlite")

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
MISSING = {"int": "987654321", "uuid": "00000000-0000-4000-8000-000000000000", "str": "XX20000101999999"}
IDENTITIES = ("anonymous", "customer", "dealer", *ROLES)
LETS_IN = {200, 204, 302, 303, 400, 401, 405, 409}


class Route(NamedTuple):
    path: str
    pattern: URLPattern
    audience: Audience | None

    @property
    def is_own(self) -> bool:
        module = getattr(self.pattern.callback, "__module__", "")
        return module.split(".")[0] in FLOORS and not self.path.startswith("office/admin/")

    @property
    def parameters(self) -> list[tuple[str, str]]:
        return [(kind or "str", name) for kind, name in PARAMETER.findall(self.path)]

    def with_values(self, values: dict[str, str]) -> str:
        return "/" + PARAMETER.sub(lambda match: str(values[match[2]]), self.path)

    def missing(self) -> str:
        return self.with_values({name: MISSING.get(kind, MISSING["str"]) for kind, name in self.parameters})


def routes() -> list[Route]:
    return [
        Route(path, pattern, audience_of_route(path, pattern))
        for path, pattern in walk(get_resolver().url_patterns)
    ]


def own_routes() -> list[Route]:
    return [route for route in routes() if route.is_own]


def object_routes() -> list[Route]:
    return [route for route in own_routes() if route.parameters]


def arrive(user: User | None) -> Client:
    return arrive_with_password(user, raises=False) if user else Client(raise_request_exception=False)


def make_identity(identity: str) -> User | None:
    """Return one login of this kind or role."""
    if identity == "anonymous":
        return None
    if identity == "customer":
        return make_customer("route.customer@example.cn", name="张三")
    if identity == "dealer":
        return User.objects.create_user(
            email="route.dealer@example.cn", kind=User.Kind.DEALER, display_name="经销商"
        )
    return make_staff("route.staff@example.cn", identity)


def expected(audience: Audience, identity: str) -> str:
    """Return what should happen: in, sign in first, forbidden, or as if there were nothing here."""
    if audience.kind in {"public", "machine"}:
        return "in"
    if identity == "anonymous":
        return "sign in"
    if audience.kind == "signed_in":
        return "in"
    if audience.kind in {"customer", "dealer"}:
        return "in" if identity == audience.kind else "forbidden"
    if identity not in ROLES:
        return "nothing here"
    if audience.kind == "any_staff":
        return "in"
    assert audience.kind == "staff", f"Say here whom {audience.kind} lets in."
    return "in" if audience.right in rights_of(frozenset({identity})) else "forbidden"


def happened(answer: HttpResponseBase) -> str:
    if answer.status_code == 302 and "/accounts/login/" in answer["Location"]:
        return "sign in"
    if answer.status_code in LETS_IN:
        return "in"
    return {403: "forbidden", 404: "nothing here"}.get(answer.status_code, f"status {answer.status_code}")


def test_every_route_has_exactly_one_audience() -> None:
    faults = [route.path for route in routes() if route.audience is None]
    assert not faults, listed(
        faults, "Decorate these views with @public, @customer, @dealer_member, @staff or @machine:"
    )
    doubled = [route.path for route in own_routes() if audience_of(route.pattern.callback) is None]
    allowed = ("", *THIRD_PARTY)
    faults = [path for path in doubled if not any(prefix and path.startswith(prefix) for prefix in allowed)]
    assert not faults, listed(faults, "Our own views carry their audience themselves:")


def test_every_right_a_view_asks_for_is_held_by_a_role() -> None:
    held = rights_of(frozenset(ROLES))
    faults = [
        f"{route.path} asks for {route.audience.right}"
        for route in own_routes()
        if route.audience and route.audience.kind == "staff" and route.audience.right not in held
    ]
    assert not faults, listed(faults, "Give these rights to a role in accounts/roles.py:")


def test_every_right_of_a_role_opens_something() -> None:
    from tests.house.code import modules

    text = "\n".join(module.text for module in modules() if module.place != "accounts/roles.py")
    unused = sorted(right for right in rights_of(frozenset(ROLES)) if f'"{right}"' not in text)
    assert not unused, listed(unused, "Nothing asks for these rights; take them out of accounts/roles.py:")


def test_no_route_shows_a_primary_key() -> None:
    faults = [
        route.path
        for route in own_routes()
        if any(kind == "int" or name in {"pk", "id"} for kind, name in route.parameters)
    ]
    assert not faults, listed(faults, "Primary keys never leave the house; use the object's number:")


def test_paths_end_in_a_slash_and_stand_in_their_place() -> None:
    offices = [route for route in own_routes() if route.audience and route.audience.kind == "staff"]
    faults = [route.path for route in offices if not route.path.startswith("office/")]
    faults += [
        route.path
        for route in offices
        if route.path.startswith("office/")
        and route.path.split("/")[1] not in (*APPS, "", "dashboard", "approvals", "search", "design")
    ]
    assert not faults, listed(faults, "Pages of the staff stand under /office/<app>/:")


@pytest.mark.django_db
@pytest.mark.parametrize("identity", IDENTITIES)
def test_pages_open_for_whom_they_are_for(identity: str) -> None:
    client = arrive(make_identity(identity))
    faults = []
    for route in own_routes():
        wanted = expected(route.audience, identity) if route.audience else "in"
        if route.parameters and wanted == "in":
            continue  # an object is needed: see below
        got = happened(client.get(route.missing()))
        if got != wanted:
            faults.append(f"/{route.path}: {got}, should be: {wanted}")
    assert not faults, listed(faults, f"What {identity} meets:")


@pytest.mark.django_db
@pytest.mark.parametrize("identity", IDENTITIES)
def test_the_admin_opens_for_those_who_read_it(identity: str) -> None:
    client = arrive(make_identity(identity))
    may_read = identity in ROLES and "accounts.read_admin" in rights_of(frozenset({identity}))
    refused = "sign in" if identity == "anonymous" else "forbidden"
    for path in ("/office/admin/", "/office/admin/accounts/event/"):
        answer = client.get(path, follow=True)
        got = (
            "sign in"
            if answer.redirect_chain and "/accounts/login/" in answer.redirect_chain[-1][0]
            else happened(answer)
        )
        assert got == ("in" if may_read else refused), path


@pytest.mark.django_db
def test_sign_in_pages_of_the_signed_in_ask_for_the_sign_in() -> None:
    client = arrive(None)
    faults = []
    for route in routes():
        if route.is_own or route.parameters or route.path.startswith("office/admin/") or "(?P" in route.path:
            continue
        got = happened(client.get(route.with_values({})))
        if route.audience and route.audience.kind == "signed_in" and got != "sign in":
            faults.append(f"/{route.path}: {got}")
    assert not faults, listed(faults, "Open to everybody, though meant for the signed-in:")


def test_every_object_route_has_its_factory() -> None:
    known = {route.path for route in object_routes()}
    faults = sorted(known - FACTORIES.keys())
    assert not faults, listed(faults, "Register a factory in tests/house/object_routes_of_<app>.py:")
    gone = sorted(FACTORIES.keys() - known)
    assert not gone, listed(gone, "These routes are gone; take their factories out:")


def by_path(path: str) -> Route:
    return next(route for route in object_routes() if route.path == path)


@pytest.mark.django_db
@pytest.mark.parametrize("path", sorted(FACTORIES))
def test_an_object_opens_for_its_owner_and_for_nobody_else(path: str) -> None:
    found = FACTORIES[path]()
    route, client = by_path(path), arrive(found.visitor)
    path = route.with_values(found.values)
    own = client.get(path)
    assert happened(own) == "in", f"{path} answers {own.status_code} to its owner"
    method = "post" if own.status_code == 405 else "get"
    assert getattr(client, method)(route.missing()).status_code == 404, "a number nobody has"
    if found.stranger is not None:
        assert getattr(arrive(found.stranger), method)(path).status_code == 404, "somebody else's"
