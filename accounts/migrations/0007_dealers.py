import accounts.crypto
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_onboarding"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("uscc", models.CharField(max_length=18, unique=True)),
                ("legal_name", models.CharField(max_length=120)),
                ("registered_address", models.CharField(max_length=200)),
                ("established_on", models.DateField()),
                ("legal_person_verified_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "legal_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("legal_person__isnull", True), ("legal_person_verified_at__isnull", True)
                            ),
                            models.Q(
                                ("legal_person__isnull", False), ("legal_person_verified_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="organisation_legal_person_was_verified",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Dealer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applied", "Being filled in"),
                            ("vetting", "Being vetted"),
                            ("returned", "Returned for papers"),
                            ("active", "Active"),
                            ("suspended", "Suspended"),
                            ("rejected", "Rejected"),
                            ("ended", "Ended"),
                        ],
                        default="applied",
                        max_length=10,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=0)),
                ("wanted_categories", models.JSONField(default=list)),
                ("reason", models.CharField(blank=True, default="", max_length=1000)),
                ("created_at", models.DateTimeField()),
                ("sent_in_at", models.DateTimeField(blank=True, null=True)),
                ("admitted_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dealers",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "applied",
                                    "vetting",
                                    "returned",
                                    "active",
                                    "suspended",
                                    "rejected",
                                    "ended",
                                ],
                            )
                        ),
                        name="dealer_status_is_a_choice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["applied", "ended"]),
                            models.Q(
                                ("organisation__isnull", False),
                                ("round__gte", 1),
                                ("sent_in_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="dealer_vetted_is_a_company",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["active", "suspended"]), _negated=True),
                            ("admitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="dealer_active_was_admitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("status__in", ["rejected", "ended"])),
                            models.Q(
                                models.Q(("status__in", ["rejected", "ended"]), _negated=True),
                                ("ended_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="dealer_over_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["returned", "rejected", "suspended", "ended"]), _negated=True
                            ),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="dealer_refused_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("status__in", ["applied", "vetting", "returned", "active", "suspended"])
                        ),
                        fields=("organisation",),
                        name="dealer_one_open_of_a_company",
                    ),
                ],
                "indexes": [models.Index(fields=["status", "-id"], name="dealer_of_status")],
            },
        ),
        migrations.CreateModel(
            name="LegalPersonCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("real_name", accounts.crypto.EncryptedTextField()),
                ("identity_number", accounts.crypto.EncryptedTextField()),
                ("identity_index", models.CharField(max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("matched", "Name and number match"),
                            ("mismatched", "Name and number do not match"),
                            ("unanswered", "No answer"),
                            ("superseded", "The company's data changed meanwhile"),
                        ],
                        default="asked",
                        max_length=12,
                    ),
                ),
                ("provider", models.CharField(max_length=60)),
                ("provider_reference", models.CharField(blank=True, default="", max_length=80)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dealer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.dealer"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["asked", "matched", "mismatched", "unanswered", "superseded"])
                        ),
                        name="legal_person_check_status_is_a_choice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("status", "asked")),
                            models.Q(
                                ("answered_at__isnull", False), models.Q(("status", "asked"), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="legal_person_check_answered_when_decided",
                    ),
                ],
                "indexes": [models.Index(fields=["dealer", "asked_at"], name="legal_person_check_of_dealer")],
            },
        ),
        migrations.CreateModel(
            name="DealerCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=40)),
                ("note", models.CharField(max_length=500)),
                ("checked_at", models.DateTimeField()),
                (
                    "checked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dealer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="accounts.dealer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealer", "round", "code"), name="dealer_check_once_a_round"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DealerContract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("version", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=10)),
                ("text", models.TextField()),
                ("text_hash", models.CharField(max_length=64)),
                ("signed_on", models.DateField()),
                ("signed_at", models.DateTimeField()),
                (
                    "dealer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="accounts.dealer",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["dealer", "-id"], name="dealer_contract_of_dealer")],
            },
        ),
        migrations.CreateModel(
            name="DealerInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("address", accounts.crypto.EncryptedTextField()),
                ("address_index", models.CharField(max_length=64)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("invited_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dealer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="accounts.dealer",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                            models.Q(
                                ("accepted_at__isnull", False),
                                ("accepted_by__isnull", False),
                                ("withdrawn_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="dealer_invitation_accepted_by_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("dealer", "address_index"),
                        name="dealer_invitation_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DealerMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("role", models.CharField(choices=[("owner", "Owner"), ("clerk", "Clerk")], max_length=8)),
                ("joined_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dealer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="accounts.dealer",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dealer_memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["owner", "clerk"])),
                        name="dealer_member_role_is_a_choice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at__isnull", True),
                            ("left_at__gte", models.F("joined_at")),
                            _connector="OR",
                        ),
                        name="dealer_member_left_after_joining",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True)),
                        fields=("user",),
                        name="dealer_member_of_one_dealer",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True), ("role", "owner")),
                        fields=("dealer",),
                        name="dealer_member_one_owner",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DealerOpinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "recommendation",
                    models.CharField(choices=[("admit", "Admit"), ("reject", "Reject")], max_length=8),
                ),
                ("text", models.TextField()),
                ("single_order_fen", models.BigIntegerField(blank=True, null=True)),
                ("outstanding_fen", models.BigIntegerField(blank=True, null=True)),
                ("daily_orders", models.PositiveIntegerField(blank=True, null=True)),
                ("given_at", models.DateTimeField()),
                (
                    "dealer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="accounts.dealer",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("recommendation__in", ["admit", "reject"])),
                        name="dealer_opinion_recommendation_is_a_choice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("daily_orders__isnull", True),
                                ("outstanding_fen__isnull", True),
                                ("recommendation", "reject"),
                                ("single_order_fen__isnull", True),
                            ),
                            models.Q(
                                ("daily_orders__gt", 0),
                                ("outstanding_fen__gte", models.F("single_order_fen")),
                                ("recommendation", "admit"),
                                ("single_order_fen__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="dealer_opinion_admits_with_limits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DealerStore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("street", models.CharField(max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open for business"), ("closed", "Closed")],
                        default="open",
                        max_length=6,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dealer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stores",
                        to="accounts.dealer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "closed"])),
                        name="dealer_store_status_is_a_choice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("status", "open")),
                            models.Q(("closed_at__isnull", False), ("status", "closed")),
                            _connector="OR",
                        ),
                        name="dealer_store_closed_has_its_time",
                    ),
                    models.UniqueConstraint(fields=("dealer", "name"), name="dealer_store_name_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DealerTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("single_order_fen", models.BigIntegerField()),
                ("outstanding_fen", models.BigIntegerField()),
                ("daily_orders", models.PositiveIntegerField()),
                ("categories", models.JSONField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Waiting for approval"),
                            ("in_force", "In force"),
                            ("replaced", "Replaced"),
                            ("dropped", "Not approved"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("approval_number", models.CharField(blank=True, default="", max_length=24)),
                ("proposed_at", models.DateTimeField()),
                ("valid_from_on", models.DateField(blank=True, null=True)),
                ("valid_until_on", models.DateField(blank=True, null=True)),
                (
                    "dealer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="accounts.dealer",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["proposed", "in_force", "replaced", "dropped"])),
                        name="dealer_terms_status_is_a_choice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("daily_orders__gt", 0),
                            ("single_order_fen__gt", 0),
                            ("outstanding_fen__gte", models.F("single_order_fen")),
                        ),
                        name="dealer_terms_are_limits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["proposed", "dropped"]), ("valid_from_on__isnull", True)
                            ),
                            models.Q(
                                ("status__in", ["in_force", "replaced"]), ("valid_from_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="dealer_terms_in_force_are_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "replaced"), ("valid_until_on__isnull", False)),
                            models.Q(
                                models.Q(("status", "replaced"), _negated=True),
                                ("valid_until_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="dealer_terms_replaced_have_an_end",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "proposed")),
                        fields=("dealer",),
                        name="dealer_terms_one_proposal",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "in_force")),
                        fields=("dealer",),
                        name="dealer_terms_one_in_force",
                    ),
                ],
            },
        ),
    ]
