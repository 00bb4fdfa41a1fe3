import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0015_no_role_assignment'),
    ]

    operations = [
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True)),
                ('capacity', models.CharField(choices=[('borrower', 'Borrower'), ('lender', 'Lender')], max_length=10)),
                ('method', models.CharField(choices=[('code', 'Own session, and a code sent to the phone for exactly this text'), ('confirmation', 'Own session, and a confirmation of exactly this text'), ('authorisation', 'Under a signed authorisation with limits')], max_length=14)),
                ('document_kind', models.CharField(max_length=20)),
                ('document_number', models.CharField(max_length=24)),
                ('content', models.TextField()),
                ('document_hash', models.CharField(max_length=64)),
                ('text_version', models.CharField(max_length=40)),
                ('language', models.CharField(max_length=10)),
                ('address_masked', models.CharField(blank=True, default='', max_length=80)),
                ('authorisation', models.CharField(blank=True, default='', max_length=120)),
                ('request_id', models.CharField(blank=True, default='', max_length=64)),
                ('signed_at', models.DateTimeField()),
                ('signed_on', models.DateField()),
                ('key_id', models.CharField(max_length=40)),
                ('seal', models.CharField(max_length=100)),
                ('signer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['document_kind', 'document_number'], name='signature_of_document'), models.Index(fields=['signer', '-id'], name='signature_of_signer')],
                'constraints': [models.UniqueConstraint(fields=('signer', 'document_kind', 'document_number', 'document_hash'), name='signature_once'), models.CheckConstraint(condition=models.Q(('capacity__in', ['borrower', 'lender'])), name='signature_capacity_is_a_choice'), models.CheckConstraint(condition=models.Q(models.Q(('method', 'code'), models.Q(('address_masked', ''), _negated=True), ('authorisation', '')), models.Q(('address_masked', ''), ('authorisation', ''), ('method', 'confirmation')), models.Q(('address_masked', ''), ('method', 'authorisation'), models.Q(('authorisation', ''), _negated=True)), _connector='OR'), name='signature_says_how')],
            },
        ),
        migrations.CreateModel(
            name='SigningCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document_kind', models.CharField(max_length=20)),
                ('document_number', models.CharField(max_length=24)),
                ('document_hash', models.CharField(max_length=64)),
                ('handle', models.CharField(max_length=64, unique=True)),
                ('address_masked', models.CharField(max_length=80)),
                ('sent_at', models.DateTimeField()),
                ('signer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['signer', 'document_kind', 'document_number', '-id'], name='signing_code_newest')],
            },
        ),
    ]
