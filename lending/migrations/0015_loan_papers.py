import accounts.crypto
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CONSUMER = "lending.write_papers"
KINDS = ("loan.disbursed", "loan.redrawn", "loan.settled")
BATCH = 1000


def deliver_the_past(apps, schema_editor):
    """Let the consumer of papers find what happened before it was there; loans get theirs in the order of events."""
    event, delivery = apps.get_model("accounts", "Event"), apps.get_model("accounts", "EventDelivery")
    past = event.objects.filter(kind__in=KINDS).order_by("pk").values_list("pk", "subject_type", "subject_id", "at")
    rows = [
        delivery(event_id=pk, consumer=CONSUMER, subject_key=f"{kind}:{subject_id}", next_try_at=at)
        for pk, kind, subject_id, at in past.iterator(chunk_size=BATCH)
    ]
    delivery.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def forget_them(apps, schema_editor):
    apps.get_model("accounts", "EventDelivery").objects.filter(consumer=CONSUMER).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0016_signatures'),
        ('lending', '0014_calendar_feeds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LoanPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True)),
                ('kind', models.CharField(choices=[('contract', 'Loan contract'), ('extract', "Loan contract, lender's copy"), ('supplement', 'Supplement to the loan contract'), ('certificate', 'Settlement certificate')], max_length=12)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('content', accounts.crypto.EncryptedTextField()),
                ('content_hash', models.CharField(max_length=64, unique=True)),
                ('text_version', models.CharField(max_length=40)),
                ('is_late', models.BooleanField(default=False)),
                ('kept_until_on', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('made_on', models.DateField()),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='lending.loan')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PaperFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('stored_name', models.CharField(max_length=100, unique=True)),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('size_bytes', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='lending.loanpaper')),
            ],
        ),
        migrations.CreateModel(
            name='PaperSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=40)),
                ('key_id', models.CharField(max_length=80)),
                ('signature', models.TextField()),
                ('authority', models.CharField(max_length=40)),
                ('stamp_serial', models.CharField(max_length=80)),
                ('stamp_key_id', models.CharField(max_length=80)),
                ('stamp_signature', models.TextField()),
                ('stamped_at', models.DateTimeField()),
                ('paper', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seal', to='lending.loanpaper')),
            ],
        ),
        migrations.AddIndex(
            model_name='loanpaper',
            index=models.Index(fields=['owner', '-id'], name='loan_paper_of_owner'),
        ),
        migrations.AddConstraint(
            model_name='loanpaper',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['contract', 'extract', 'supplement', 'certificate'])), name='loan_paper_kind_is_a_choice'),
        ),
        migrations.AddConstraint(
            model_name='loanpaper',
            constraint=models.UniqueConstraint(fields=('loan', 'kind', 'owner', 'version'), name='loan_paper_once'),
        ),
        migrations.AddConstraint(
            model_name='loanpaper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'supplement'), ('version__gt', 1)), models.Q(models.Q(('kind', 'supplement'), _negated=True), ('version', 1)), _connector='OR'), name='loan_paper_supplement_has_a_version'),
        ),
        migrations.AddConstraint(
            model_name='paperfile',
            constraint=models.UniqueConstraint(fields=('paper', 'language'), name='paper_file_once'),
        ),
        migrations.RunPython(deliver_the_past, forget_them),
    ]
