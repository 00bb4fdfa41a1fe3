"""Drop the table that the release before read roles from.

While processes of that release still run, stop at 0014 (`migrate accounts 0014`) and come here when they are gone.
"""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0014_seats'),
    ]

    operations = [
        migrations.DeleteModel(
            name='RoleAssignment',
        ),
    ]
