import accounts.crypto
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts import append_only


def install(apps, schema_editor):
    append_only.install(schema_editor.connection.alias)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0007_dealers"),
    ]

    operations = [
        migrations.CreateModel(
            name='EventLogHead',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('seal_number', models.BigIntegerField(default=0)),
                ('position', models.BigIntegerField(default=0)),
                ('head', models.CharField(max_length=64)),
                ('seal_hash', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='event_log_head_is_single')],
            },
        ),
        migrations.CreateModel(
            name='Unmasking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True)),
                ('value_code', models.CharField(max_length=30)),
                ('reference', models.CharField(blank=True, default='', max_length=40)),
                ('reason', models.CharField(max_length=30)),
                ('words', accounts.crypto.EncryptedTextField()),
                ('shown_on', models.DateField()),
                ('shown_at', models.DateTimeField()),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['staff', 'shown_on'], name='unmasking_of_staff'), models.Index(fields=['customer', '-id'], name='unmasking_of_customer')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='unmasking_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='EventSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField(unique=True)),
                ('first_position', models.BigIntegerField()),
                ('last_position', models.BigIntegerField()),
                ('highest_event_id', models.BigIntegerField()),
                ('newest_event_at', models.DateTimeField()),
                ('head', models.CharField(max_length=64)),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('sealed_at', models.DateTimeField()),
                ('is_simulated', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['sealed_at'], name='event_seal_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('first_position__gt', 0), ('last_position__gte', models.F('first_position')), ('number__gt', 0)), name='event_seal_holds_something')],
            },
        ),
        migrations.CreateModel(
            name='PrivacyRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True)),
                ('kind', models.CharField(choices=[('export', 'Copy of my data'), ('correction', 'Correction of my data'), ('deletion', 'Deletion of my data'), ('review', 'Explanation and human review')], max_length=12)),
                ('status', models.CharField(choices=[('asked', 'Asked'), ('building', 'Being prepared'), ('ready', 'Ready to download'), ('expired', 'Expired'), ('done', 'Done'), ('refused', 'Refused'), ('frozen', 'Locked until it may be deleted')], default='asked', max_length=10)),
                ('about', models.CharField(blank=True, default='', max_length=40)),
                ('words', accounts.crypto.EncryptedTextField(blank=True, default='')),
                ('language', models.CharField(max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(blank=True, null=True)),
                ('ready_at', models.DateTimeField(blank=True, null=True)),
                ('good_until_at', models.DateTimeField(blank=True, null=True)),
                ('downloaded_at', models.DateTimeField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('answer', accounts.crypto.EncryptedTextField(blank=True, default='')),
                ('look_again_on', models.DateField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', '-id'], name='privacy_request_of_user'), models.Index(condition=models.Q(('status__in', ['asked', 'building', 'ready', 'frozen'])), fields=['status', 'id'], name='privacy_request_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['asked', 'building', 'ready', 'expired', 'done', 'refused', 'frozen'])), name='privacy_request_status_is_a_choice'), models.CheckConstraint(condition=models.Q(('kind__in', ['export', 'correction', 'deletion', 'review'])), name='privacy_request_kind_is_a_choice'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['building', 'ready', 'expired']), _negated=True), ('kind', 'export'), _connector='OR'), name='privacy_request_only_exports_are_built'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'ready'), _negated=True), models.Q(('good_until_at__isnull', False), ('ready_at__isnull', False)), _connector='OR'), name='privacy_request_ready_has_an_end'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['done', 'refused', 'frozen']), _negated=True), ('decided_at__isnull', False), _connector='OR'), name='privacy_request_decided_has_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'frozen'), _negated=True), models.Q(('kind', 'deletion'), ('look_again_on__isnull', False)), _connector='OR'), name='privacy_request_frozen_is_looked_at_again'), models.UniqueConstraint(condition=models.Q(('kind__in', ['export', 'deletion']), ('status__in', ['asked', 'building', 'frozen'])), fields=('user', 'kind'), name='privacy_request_one_open_of_its_kind')],
            },
        ),
        migrations.CreateModel(
            name='ExportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.TextField(blank=True, default='')),
                ('size_bytes', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.privacyrequest')),
            ],
        ),
        migrations.CreateModel(
            name='SealedEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.BigIntegerField(unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.event')),
                ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.eventseal')),
            ],
        ),
        migrations.AddField(
            model_name='user',
            name='restricted_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('request_id', ''), _negated=True), fields=['request_id'], name='event_of_request'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
