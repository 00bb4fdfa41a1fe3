import accounts.migration_operations
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The short way for a new database: the tables as the migrations it replaces leave them, made once."""

    replaces = [('operations', '0001_initial'), ('operations', '0002_notice'), ('operations', '0003_event_anchor')]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0023_watch_kinds_and_document'),
    ]

    operations = [
        accounts.migration_operations.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='DayClose',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('business_date', models.DateField(unique=True)),
                        ('status', models.CharField(choices=[('running', 'Running'), ('closed', 'Closed')], default='running', max_length=10)),
                        ('lease', models.CharField(max_length=40)),
                        ('heartbeat_at', models.DateTimeField()),
                        ('started_at', models.DateTimeField()),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('seal_hash', models.CharField(blank=True, default='', max_length=64)),
                        ('seal_number', models.BigIntegerField(default=0)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['running', 'closed'])), name='day_close_status_is_a_choice'), models.CheckConstraint(condition=models.Q(('status', 'running'), ('finished_at__isnull', False), _connector='OR'), name='day_close_closed_has_an_end')],
                    },
                ),
                migrations.CreateModel(
                    name='CloseStepRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('step', models.CharField(max_length=40)),
                        ('done_through_id', models.BigIntegerField(default=0)),
                        ('rows_done', models.PositiveIntegerField(default=0)),
                        ('started_at', models.DateTimeField()),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('close', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='step_runs', to='operations.dayclose')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('close', 'step'), name='close_step_once_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.CharField(max_length=24, unique=True)),
                        ('title_en', models.CharField(max_length=160)),
                        ('title_zh', models.CharField(max_length=160)),
                        ('body_en', models.TextField()),
                        ('body_zh', models.TextField()),
                        ('published_at', models.DateTimeField()),
                        ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('-published_at', '-pk'),
                    },
                ),
                migrations.CreateModel(
                    name='SetAsideRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('row_id', models.BigIntegerField()),
                        ('error', models.TextField()),
                        ('at', models.DateTimeField()),
                        ('resolved_at', models.DateTimeField(blank=True, null=True)),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='set_aside', to='operations.closesteprun')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('resolved_at__isnull', True)), fields=['at'], name='set_aside_open')],
                    },
                ),
            ],
        ),
    ]
