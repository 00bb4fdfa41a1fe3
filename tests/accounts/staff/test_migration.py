"""Roles that were given become appointments, and go back to what they were."""

import datetime as dt
import importlib

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests.factories import make_customer

AT = dt.datetime(2026, 3, 5, 17, 0, tzinfo=dt.UTC)


@pytest.mark.django_db(transaction=True)
def test_roles_become_appointments_and_go_back() -> None:
    executor = MigrationExecutor(connection)
    leaves = list(MigrationLoader(connection).graph.leaf_nodes())
    executor.migrate([("accounts", "0014_seats")])
    try:
        old = MigrationExecutor(connection).loader.project_state([("accounts", "0014_seats")]).apps
        user = make_customer("officer@example.cn", verified=False)
        given = old.get_model("accounts", "RoleAssignment")
        given.objects.create(user_id=user.pk, role="risk_officer", granted_at=AT)
        given.objects.create(user_id=user.pk, role="cashier", granted_at=AT)
        seats = importlib.import_module("accounts.migrations.0014_seats")
        seats.seat(old, None)
        held = old.get_model("accounts", "Appointment").objects.filter(user_id=user.pk).order_by("pk")
        # It was already the sixth in Shanghai.
        assert [(row.position.code, row.status, row.from_on) for row in held] == [
            ("risk_officer", "in_force", dt.date(2026, 3, 6)),
            ("cashier", "in_force", dt.date(2026, 3, 6)),
        ]
        given.objects.all().delete()
        held.filter(position__code="cashier").update(status="ended", until_on=dt.date(2026, 4, 1))
        seats.unseat(old, None)
        assert [(row.role, row.granted_at) for row in given.objects.all()] == [("risk_officer", AT)]
        given.objects.all().delete()
    finally:
        MigrationExecutor(connection).migrate(leaves)
    assert apps.get_model("accounts", "User").objects.get(pk=user.pk).appointments.count() == 2
