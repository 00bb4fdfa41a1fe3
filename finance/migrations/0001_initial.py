import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("reference", models.CharField(max_length=60)),
                ("business_date", models.DateField()),
                ("value_on", models.DateField()),
                ("posted_at", models.DateTimeField()),
                ("idempotency_key", models.CharField(max_length=160)),
                ("input_hash", models.CharField(max_length=64)),
                (
                    "posted_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversals",
                        to="finance.entry",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entries",
                "indexes": [
                    models.Index(fields=["reference", "id"], name="entry_of_reference"),
                    models.Index(fields=["business_date", "id"], name="entry_of_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("idempotency_key",), name="entry_once_a_key"),
                    models.UniqueConstraint(
                        condition=models.Q(("reverses__isnull", False)),
                        fields=("reverses",),
                        name="entry_reversed_at_most_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8)),
                ("slot", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asset", "Asset"),
                            ("liability", "Liability"),
                            ("equity", "Equity"),
                            ("income", "Income"),
                            ("cost", "Cost"),
                        ],
                        max_length=10,
                    ),
                ),
                ("debits_fen", models.BigIntegerField(default=0)),
                ("credits_fen", models.BigIntegerField(default=0)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("owner__isnull", True)),
                        fields=("code", "slot"),
                        name="ledger_account_once_for_the_house",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("owner__isnull", False)),
                        fields=("code", "owner"),
                        name="ledger_account_once_an_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code__in", ("2001", "2002")), _negated=True),
                            ("credits_fen__gte", models.F("debits_fen")),
                            _connector="OR",
                        ),
                        name="ledger_account_wallet_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code__in", ("2001", "2002")), ("owner__isnull", False), ("slot", 0)),
                            models.Q(
                                models.Q(("code__in", ("2001", "2002")), _negated=True),
                                ("owner__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_account_wallets_have_owners",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("credits_fen__gte", 0), ("debits_fen__gte", 0)),
                        name="ledger_account_totals_only_grow",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["asset", "liability", "equity", "income", "cost"])),
                        name="ledger_account_kind_is_a_choice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayoutHalt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_open", models.BooleanField(default=True)),
                ("reason", models.TextField()),
                ("business_on", models.DateField()),
                ("halted_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_because", models.TextField(blank=True, default="")),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_open", True)),
                        fields=("is_open",),
                        name="payout_halt_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("is_open", True), ("lifted_at__isnull", True), ("lifted_by__isnull", True)
                            ),
                            models.Q(
                                ("is_open", False), ("lifted_at__isnull", False), ("lifted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="payout_halt_lifted_by_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("amount_fen", models.BigIntegerField()),
                ("purpose", models.CharField(max_length=40)),
                ("reference", models.CharField(max_length=60)),
                (
                    "status",
                    models.CharField(
                        choices=[("held", "Held"), ("settled", "Settled"), ("released", "Released")],
                        default="held",
                        max_length=10,
                    ),
                ),
                ("held_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended_holds",
                        to="finance.entry",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placed_entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placed_holds",
                        to="finance.entry",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner", "id"], name="hold_of_owner"),
                    models.Index(
                        condition=models.Q(("status", "held")), fields=["owner"], name="hold_open_of_owner"
                    ),
                    models.Index(fields=["reference"], name="hold_of_reference"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)), name="hold_holds_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True), ("ended_entry__isnull", True), ("status", "held")
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_entry__isnull", False),
                                ("status__in", ["settled", "released"]),
                            ),
                            _connector="OR",
                        ),
                        name="hold_ends_with_an_entry",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_fen", models.BigIntegerField()),
                ("purpose", models.CharField(blank=True, default="", max_length=40)),
                (
                    "credit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="finance.ledgeraccount",
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="finance.ledgeraccount",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="finance.entry",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["debit", "id"], name="transfer_of_debit"),
                    models.Index(fields=["credit", "id"], name="transfer_of_credit"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)), name="transfer_moves_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True),
                        name="transfer_goes_elsewhere",
                    ),
                ],
            },
        ),
    ]
