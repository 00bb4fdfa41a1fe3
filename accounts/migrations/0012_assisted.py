"""Entries that colleagues make for customers, contact details, and who entered which field."""

import accounts.crypto
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def remember_what_is_known(apps, schema_editor):
    """Addresses and identities of before were given by the customers; the identity service answered for the latter."""
    user, origin = apps.get_model("accounts", "User"), apps.get_model("accounts", "FieldOrigin")
    customers = user.objects.filter(kind="customer").order_by("pk")
    rows = []
    for one in customers.values("pk", "joined_at", "identity_verified_at", "email", "phone_index").iterator():
        given = [name for name, value in (("email", one["email"]), ("phone", one["phone_index"])) if value]
        rows += [_row(origin, one["pk"], name, "self", one["joined_at"]) for name in given]
        if one["identity_verified_at"]:
            for name in ("real_name", "identity_number"):
                rows.append(_row(origin, one["pk"], name, "self", one["identity_verified_at"]))
                rows.append(_row(origin, one["pk"], name, "provider", one["identity_verified_at"]))
    origin.objects.bulk_create(rows, batch_size=500)


def _row(origin, pk, field, source, at):
    return origin(customer_id=pk, field=field, source=source, entered_by_id=pk, entered_at=at)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_messages'),
    ]

    operations = [
        migrations.CreateModel(
            name='AssistedEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True)),
                ('kind', models.CharField(choices=[('open', 'Opening of an account'), ('identity', 'Name and identity number'), ('contact', 'Address and contact'), ('profile', 'Work, income and home')], max_length=10)),
                ('status', models.CharField(choices=[('proposed', 'Waits for the customer'), ('confirmed', 'Confirmed by the customer'), ('cancelled', 'Taken back'), ('expired', 'Ran out')], default='proposed', max_length=10)),
                ('token_hash', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('phone', accounts.crypto.EncryptedTextField(blank=True, default='')),
                ('payload', accounts.crypto.EncryptedTextField(blank=True, default='')),
                ('payload_hash', models.CharField(max_length=64)),
                ('codes_sent', models.PositiveSmallIntegerField(default=0)),
                ('entered_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['customer', '-id'], name='assisted_entry_of_customer'), models.Index(condition=models.Q(('status', 'proposed')), fields=['expires_at'], name='assisted_entry_to_expire')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['proposed', 'confirmed', 'cancelled', 'expired'])), name='assisted_entry_status_is_a_choice'), models.CheckConstraint(condition=models.Q(('kind__in', ['open', 'identity', 'contact', 'profile'])), name='assisted_entry_kind_is_a_choice'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('status', 'proposed')), models.Q(models.Q(('status', 'proposed'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='assisted_entry_ended_when_not_proposed'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'open'), ('token_hash__isnull', False)), models.Q(models.Q(('kind', 'open'), _negated=True), ('customer__isnull', False), ('token_hash__isnull', True)), _connector='OR'), name='assisted_entry_is_for_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'confirmed'), _negated=True), ('customer__isnull', False), _connector='OR'), name='assisted_entry_confirmed_has_a_customer')],
            },
        ),
        migrations.CreateModel(
            name='ContactDetails',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', accounts.crypto.EncryptedTextField(blank=True, default='')),
                ('reached_by', models.CharField(choices=[('call', 'By telephone'), ('sms', 'By SMS'), ('email', 'By e-mail'), ('inbox', 'In the inbox here')], default='inbox', max_length=8)),
                ('changed_at', models.DateTimeField()),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='contact_details', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reached_by__in', ['call', 'sms', 'email', 'inbox'])), name='contact_details_reached_by_is_a_choice')],
            },
        ),
        migrations.CreateModel(
            name='FieldOrigin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=40)),
                ('source', models.CharField(choices=[('self', 'the customer'), ('assisted', 'customer service, confirmed by the customer'), ('provider', 'the identity service'), ('import', 'an import')], max_length=10)),
                ('entered_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('reference', models.CharField(blank=True, default='', max_length=24)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['customer', '-id'], name='field_origin_of_customer')],
                'constraints': [models.CheckConstraint(condition=models.Q(('source__in', ['self', 'assisted', 'provider', 'import'])), name='field_origin_source_is_a_choice'), models.CheckConstraint(condition=models.Q(models.Q(('source', 'assisted'), _negated=True), ('confirmed_at__isnull', False), _connector='OR'), name='field_origin_assisted_is_confirmed')],
            },
        ),
        migrations.RunPython(remember_what_is_known, migrations.RunPython.noop),
    ]
