from django.db import migrations

from accounts import append_only


def install(apps, schema_editor):
    append_only.install(schema_editor.connection.alias)


def remove(apps, schema_editor):
    append_only.remove(schema_editor.connection.alias)


class Migration(migrations.Migration):
    """Install the triggers of every append-only table there is; `post_migrate` puts back what later rebuilds drop."""

    dependencies = [("finance", "0002_bank"), ("accounts", "0002_number_sequence")]

    operations = [migrations.RunPython(install, remove)]
