"""Whoever had a role sits in the position that carries it, since the day the role was given; and back."""

from zoneinfo import ZoneInfo

from django.db import migrations

SHANGHAI = ZoneInfo('Asia/Shanghai')


def seat(apps, schema_editor):
    """Make an appointment of every role; the chart's names are written by the seed after the migration."""
    models = {name: apps.get_model('accounts', name) for name in ('Department', 'Position', 'PositionRole', 'Appointment', 'RoleAssignment')}
    held = models['RoleAssignment'].objects.order_by('pk')
    if not held.exists():
        return
    department, _ = models['Department'].objects.get_or_create(
        code='management', defaults={'name_en': 'General management', 'name_zh': 'management'}
    )
    for number, row in enumerate(held.iterator(), 1):
        position, _ = models['Position'].objects.get_or_create(
            code=row.role, defaults={'title_en': row.role, 'title_zh': row.role, 'department': department}
        )
        models['PositionRole'].objects.get_or_create(position=position, role=row.role)
        models['Appointment'].objects.create(
            number=f'AM{row.granted_at.astimezone(SHANGHAI):%Y%m%d}R{number:05d}',
            user_id=row.user_id,
            position=position,
            status='in_force',
            from_on=row.granted_at.astimezone(SHANGHAI).date(),
            made_at=row.granted_at,
        )


def unseat(apps, schema_editor):
    """Give back as a role what every appointment in force carries."""
    RoleAssignment = apps.get_model('accounts', 'RoleAssignment')
    PositionRole = apps.get_model('accounts', 'PositionRole')
    carried = {}
    for row in PositionRole.objects.all():
        carried.setdefault(row.position_id, []).append(row.role)
    for row in apps.get_model('accounts', 'Appointment').objects.filter(status='in_force').order_by('pk'):
        for role in carried.get(row.position_id, []):
            RoleAssignment.objects.get_or_create(
                user_id=row.user_id, role=role, defaults={'granted_at': row.made_at}
            )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0013_staff'),
    ]

    operations = [
        migrations.RunPython(seat, unseat),
    ]
