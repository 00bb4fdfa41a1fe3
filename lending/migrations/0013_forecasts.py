import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts import append_only


def install(apps, schema_editor):
    append_only.install(schema_editor.connection.alias)


class Migration(migrations.Migration):

    dependencies = [
        ('lending', '0012_auto_invest'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ForecastMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_on', models.DateField()),
                ('month_on', models.DateField()),
                ('principal_fen', models.BigIntegerField()),
                ('interest_fen', models.BigIntegerField()),
                ('weighted_fen', models.BigIntegerField()),
                ('rule_valid_from_on', models.DateField()),
                ('holder', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('holder', 'made_on', 'month_on'), name='forecast_month_once'), models.CheckConstraint(condition=models.Q(('interest_fen__gte', 0), ('principal_fen__gte', 0), ('weighted_fen__gte', 0)), name='forecast_month_not_negative')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
