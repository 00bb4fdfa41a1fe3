# Made for conditions that are rows: what stood in a decision's text becomes one condition of the listing.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def give_rows(apps, schema_editor):
    """Make one condition of the text of each conditional approval, met where that was confirmed."""
    decision_model = apps.get_model("lending", "Decision")
    condition_model = apps.get_model("lending", "DecisionCondition")
    rows = [
        condition_model(
            number=f"CN{one.decided_on:%Y%m%d}D{one.pk}",
            decision=one,
            kind="precedent",
            words=one.conditions[:300],
            status="open" if one.conditions_met_at is None else "met",
            set_by=one.decided_by,
            set_at=one.decided_at,
            met_at=one.conditions_met_at,
        )
        for one in decision_model.objects.exclude(conditions="").select_related("decided_by")
    ]
    condition_model.objects.bulk_create(rows)


def take_rows(apps, schema_editor):
    """Mark the conditions of a decision as met where all of them were."""
    decision_model = apps.get_model("lending", "Decision")
    condition_model = apps.get_model("lending", "DecisionCondition")
    for one in decision_model.objects.exclude(conditions=""):
        rows = condition_model.objects.filter(decision=one)
        if rows.exists() and not rows.filter(status="open").exists():
            one.conditions_met_at = rows.order_by("-met_at").first().met_at
            one.save(update_fields=["conditions_met_at"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0021_known_device'),
        ('lending', '0023_product_conditions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DecisionCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True)),
                ('kind', models.CharField(choices=[('precedent', 'Before the listing'), ('later', 'Before the payout'), ('subsequent', 'After the payout')], max_length=10)),
                ('words', models.CharField(max_length=300)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('status', models.CharField(choices=[('open', 'Not met'), ('met', 'Met')], default='open', max_length=4)),
                ('set_at', models.DateTimeField()),
                ('met_at', models.DateTimeField(blank=True, null=True)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='condition_rows', to='lending.decision')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ConditionEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(blank=True, default='', max_length=500)),
                ('status', models.CharField(choices=[('sent', 'To be looked at'), ('accepted', 'Accepted'), ('refused', 'Not accepted')], default='sent', max_length=8)),
                ('sent_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('because', models.CharField(blank=True, default='', max_length=300)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.document')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('condition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='lending.decisioncondition')),
            ],
        ),
        migrations.AddIndex(
            model_name='decisioncondition',
            index=models.Index(fields=['status', 'due_on'], name='condition_by_due_day'),
        ),
        migrations.AddConstraint(
            model_name='decisioncondition',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['precedent', 'later', 'subsequent'])), name='condition_kind_is_a_choice'),
        ),
        migrations.AddConstraint(
            model_name='decisioncondition',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'met'])), name='condition_status_is_a_choice'),
        ),
        migrations.AddConstraint(
            model_name='decisioncondition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('met_at__isnull', True), ('status', 'open')), models.Q(('met_at__isnull', False), ('status', 'met')), _connector='OR'), name='condition_met_has_a_time'),
        ),
        migrations.AddConstraint(
            model_name='decisioncondition',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'precedent'), ('due_on__isnull', False), _connector='OR'), name='condition_later_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='conditionevidence',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['sent', 'accepted', 'refused'])), name='condition_evidence_status_is_a_choice'),
        ),
        migrations.AddConstraint(
            model_name='conditionevidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('status', 'sent')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('status', 'accepted')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('status', 'refused'), models.Q(('because', ''), _negated=True)), _connector='OR'), name='condition_evidence_decided_is_signed'),
        ),
        migrations.AddConstraint(
            model_name='conditionevidence',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'sent')), fields=('condition',), name='condition_evidence_one_at_a_time'),
        ),
        migrations.RunPython(give_rows, take_rows),
        migrations.RemoveField(
            model_name='decision',
            name='conditions_met_at',
        ),
    ]
