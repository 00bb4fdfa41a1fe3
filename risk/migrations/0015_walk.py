# Stage of committee conditions, challenger cards.

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('risk', '0014_risk_reports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='scorecard',
            name='scorecard_one_in_force',
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='conditions',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='score',
            name='is_deciding',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='scorecard',
            name='lane',
            field=models.CharField(choices=[('champion', 'Champion'), ('challenger', 'Challenger')], default='champion', max_length=10),
        ),
        migrations.AddField(
            model_name='scorecard',
            name='share_ppm',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name='scorecard',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'published')), fields=('lane',), name='scorecard_one_in_force_a_lane'),
        ),
        migrations.AddConstraint(
            model_name='scorecard',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lane', 'champion'), ('share_ppm', 0)), models.Q(('lane', 'challenger'), ('share_ppm__lte', 1000000)), _connector='OR'), name='scorecard_lane_is_a_choice'),
        ),
    ]
