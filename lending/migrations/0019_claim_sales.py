# Made for the claims market: offers, sales, and claims that were sold.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('finance', '0004_post_entry_function'),
        ('lending', '0018_card_debits'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClaimOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True)),
                ('status', models.CharField(choices=[('open', 'On the market'), ('sold', 'Sold'), ('withdrawn', 'Taken back'), ('expired', 'Expired')], default='open', max_length=10)),
                ('amount_fen', models.BigIntegerField()),
                ('sold_fen', models.BigIntegerField(default=0)),
                ('price_ppm', models.PositiveIntegerField()),
                ('fee_ppm', models.PositiveIntegerField()),
                ('put_up_on', models.DateField()),
                ('put_up_at', models.DateTimeField()),
                ('until_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_reason', models.CharField(blank=True, default='', max_length=20)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='lending.claim')),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lending.loan')),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['seller', '-id'], name='claim_offer_of_seller'),
                    models.Index(condition=models.Q(('status', 'open')), fields=['loan'], name='claim_offer_open_of_loan'),
                    models.Index(fields=['status', '-id'], name='claim_offer_by_status'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('status__in', ['open', 'sold', 'withdrawn', 'expired'])), name='claim_offer_status_is_a_choice'),
                    models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0), ('price_ppm__gt', 0)), name='claim_offer_of_something'),
                    models.CheckConstraint(condition=models.Q(('sold_fen__gte', 0), ('sold_fen__lte', models.F('amount_fen'))), name='claim_offer_sold_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('sold_fen', models.F('amount_fen')), ('status', 'sold')), models.Q(models.Q(('status', 'sold'), _negated=True), ('sold_fen__lt', models.F('amount_fen'))), _connector='OR'), name='claim_offer_sold_is_sold_out'),
                    models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('put_up_on'))), name='claim_offer_ends_after_start'),
                    models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['sold', 'withdrawn', 'expired']), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='claim_offer_ended_has_a_time'),
                    models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('claim',), name='claim_offer_one_open_for_a_claim'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ClaimSale',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True)),
                ('principal_fen', models.BigIntegerField()),
                ('price_fen', models.BigIntegerField()),
                ('accrued_fen', models.BigIntegerField()),
                ('fee_fen', models.BigIntegerField(default=0)),
                ('interest_fee_fen', models.BigIntegerField(default=0)),
                ('interest_tax_fen', models.BigIntegerField(default=0)),
                ('earlier_fen', models.BigIntegerField(default=0)),
                ('fair_value_fen', models.BigIntegerField()),
                ('terms_version', models.CharField(max_length=20)),
                ('suitability_type', models.CharField(max_length=4)),
                ('risk_notice_at', models.DateTimeField()),
                ('traded_on', models.DateField()),
                ('traded_at', models.DateTimeField()),
                ('bought_claim', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bought_by', to='lending.claim')),
                ('buyer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sales', to='lending.claim')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='finance.entry')),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lending.loan')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sales', to='lending.claimoffer')),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['seller', '-id'], name='claim_sale_of_seller'),
                    models.Index(fields=['buyer', '-id'], name='claim_sale_of_buyer'),
                    models.Index(fields=['loan', 'traded_on'], name='claim_sale_of_loan'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('price_fen__gt', 0), ('principal_fen__gt', 0), ('accrued_fen__gte', 0), ('earlier_fen__gte', 0), ('fee_fen__gte', 0), ('interest_fee_fen__gte', 0), ('interest_tax_fen__gte', 0)), name='claim_sale_of_something'),
                    models.CheckConstraint(condition=models.Q(('seller', models.F('buyer')), _negated=True), name='claim_sale_between_two'),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name='claim',
            name='claim_status_is_a_choice',
        ),
        migrations.AlterField(
            model_name='claim',
            name='status',
            field=models.CharField(choices=[('active', 'Active'), ('settled', 'Repaid'), ('sold', 'Sold'), ('written_off', 'Written off')], default='active', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['active', 'settled', 'sold', 'written_off'])), name='claim_status_is_a_choice'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'sold'), _negated=True), ('outstanding_fen', 0), _connector='OR'), name='claim_sold_is_empty'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['sold']), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='claim_sold_has_a_time'),
        ),
    ]
