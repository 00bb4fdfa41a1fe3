"""Every field of every model, posted to every form of ours by an ordinary customer, sets nothing that is protected."""

from typing import Any

import pytest
from django.apps import apps
from django.forms import BaseForm
from django.test import Client

from accounts.models import Appointment, Approval, Person, PositionRole, RuleVersion, User
from finance.models import PayoutHalt, WalletFreeze
from lending.models import BorrowerStanding, ProductVersion
from tests.arrivals import arrive
from tests.factories import make_customer
from tests.house.code import APPS
from tests.house.object_routes import FACTORIES
from tests.house.test_routes import Route, own_routes

pytestmark = pytest.mark.once("sqlite")

OPEN = {"public", "customer", "signed_in", "dealer"}
PROTECTED_OF_USERS = (
    "number",
    "kind",
    "is_active",
    "person_id",
    "identity_verified_at",
    "phone_index",
    "email",
)
PROTECTED_TABLES = (
    Appointment,
    Approval,
    BorrowerStanding,
    PayoutHalt,
    Person,
    ProductVersion,
    PositionRole,
    RuleVersion,
    WalletFreeze,
)
HOSTILE = {
    "is_staff": "1",
    "is_superuser": "1",
    "roles": "ceo",
    "role": "ceo",
    "kind": "staff",
    "rights": "accounts.see_customers",
    "status": "verified",
    "grade": "A",
}


def hostile_values() -> dict[str, str]:
    names = {
        name
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        for name in (field.name, field.attname)
    }
    return {**dict.fromkeys(sorted(names), "1"), **HOSTILE}


def protected() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in PROTECTED_TABLES
    }
    found["users"] = list(User.objects.order_by("pk").values_list("pk", *PROTECTED_OF_USERS))
    return found


def own_values(client: Client, path: str) -> dict[str, str]:
    """Return what the forms of the page would send, so that the foreign fields come with something that fits."""
    page = client.get(path)
    values: dict[str, str] = {}
    for context in getattr(page, "context", None) or []:
        for thing in context.dicts if hasattr(context, "dicts") else [context]:
            for form in (one for one in thing.values() if isinstance(one, BaseForm)):
                for bound in form:
                    value = bound.value()
                    values[bound.html_name] = "" if value in (None, False) else str(value)
    return values


def open_routes() -> list[Route]:
    return [route for route in own_routes() if route.audience and route.audience.kind in OPEN]


@pytest.mark.django_db
@pytest.mark.parametrize("route", open_routes(), ids=lambda route: route.path or "home")
def test_foreign_fields_set_nothing(route: Route) -> None:
    found = FACTORIES[route.path]() if route.parameters else None
    visitor = found.visitor if found else make_customer("ordinary@example.cn", name="赵平")
    client = arrive(visitor) if visitor else Client()
    path = route.with_values(found.values if found else {})
    values = own_values(client, path)
    before = protected()
    answer = client.post(path, {**hostile_values(), **values})
    assert answer.status_code < 500
    client.post(path, {**values, **hostile_values()})
    after = protected()
    for table, rows in before.items():
        assert after[table] == rows, f"{table} changed by a post to {path}"
