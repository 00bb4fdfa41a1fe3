# Made for interest that dealers pay: the term of the product, what is set aside for each instalment, and its payments.

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('finance', '0005_drawn_deposits'),
        ('lending', '0020_auto_rule_dealers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='InterestSubsidy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_fen', models.BigIntegerField()),
                ('paid_fen', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='loanpayment',
            name='loan_payment_kind_is_a_choice',
        ),
        migrations.AddField(
            model_name='goodsorder',
            name='subsidy_fen',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='instalment',
            name='dealer_interest_fen',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='productversion',
            name='is_interest_paid_by_dealer',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='loanpayment',
            name='kind',
            field=models.CharField(choices=[('manual', 'Paid by hand'), ('automatic', 'Automatic debit'), ('card', 'Debited from the bank card'), ('settlement', 'Early settlement'), ('cooling_off', 'Returned within the cooling-off days'), ('arrears', 'Interest paid before a restructure'), ('prepayment', 'Part paid early'), ('return', 'Goods returned, paid by the dealer'), ('dealer', 'Interest paid by the dealer'), ('recovery', 'Recovered after the write-off')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='instalment',
            constraint=models.CheckConstraint(condition=models.Q(('dealer_interest_fen__gte', 0), ('dealer_interest_fen__lte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('interest_fen'), '-', models.F('interest_not_owed_fen')), '-', models.F('interest_paid_fen')))), name='instalment_dealer_pays_what_is_unpaid'),
        ),
        migrations.AddConstraint(
            model_name='loanpayment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['manual', 'automatic', 'card', 'settlement', 'cooling_off', 'arrears', 'prepayment', 'return', 'dealer', 'recovery'])), name='loan_payment_kind_is_a_choice'),
        ),
        migrations.AddField(
            model_name='interestsubsidy',
            name='hold',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='finance.hold'),
        ),
        migrations.AddField(
            model_name='interestsubsidy',
            name='instalment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subsidies', to='lending.instalment'),
        ),
        migrations.AddField(
            model_name='interestsubsidy',
            name='payment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lending.loanpayment'),
        ),
        migrations.AddConstraint(
            model_name='interestsubsidy',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0), ('paid_fen__gte', 0), ('paid_fen__lte', models.F('amount_fen'))), name='interest_subsidy_pays_what_was_set_aside'),
        ),
        migrations.AddConstraint(
            model_name='interestsubsidy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paid_fen', 0), ('payment__isnull', True)), models.Q(('paid_fen__gt', 0), ('payment__isnull', False)), _connector='OR'), name='interest_subsidy_paid_has_a_payment'),
        ),
    ]
