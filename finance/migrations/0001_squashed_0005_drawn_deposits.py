from importlib import import_module

import accounts.crypto
import accounts.migration_operations
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

append_only = import_module("finance.migrations.0003_append_only")
post_entry_function = import_module("finance.migrations.0004_post_entry_function")


class Migration(migrations.Migration):
    """The short way for a new database: the tables as the migrations it replaces leave them, made once."""

    replaces = [('finance', '0001_initial'), ('finance', '0002_bank'), ('finance', '0003_append_only'), ('finance', '0004_post_entry_function'), ('finance', '0005_drawn_deposits')]

    initial = True

    dependencies = [
        ('accounts', '0001_squashed_0023_watch_kinds_and_document'),
    ]

    operations = [
        accounts.migration_operations.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='CustodyNonce',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('nonce', models.CharField(max_length=64, unique=True)),
                        ('seen_at', models.DateTimeField(db_index=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='SandboxCustomer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('bank_customer', models.CharField(max_length=40, unique=True)),
                        ('real_name', accounts.crypto.EncryptedTextField()),
                        ('identity_index', models.CharField(max_length=64, unique=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='BankCard',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.CharField(max_length=24, unique=True)),
                        ('card_number', accounts.crypto.EncryptedTextField()),
                        ('card_index', models.CharField(max_length=64)),
                        ('last_four', models.CharField(max_length=4)),
                        ('bank_name', models.CharField(max_length=40)),
                        ('status', models.CharField(choices=[('requested', 'Asking the bank'), ('sent', 'Small amount sent'), ('verified', 'Card verified'), ('failed', 'Not verified'), ('removed', 'Removed')], default='requested', max_length=12)),
                        ('is_default', models.BooleanField(default=False)),
                        ('bank_token', models.CharField(blank=True, default='', max_length=60)),
                        ('bank_page_url', models.CharField(blank=True, default='', max_length=200)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('failure', models.CharField(blank=True, default='', max_length=40)),
                        ('created_at', models.DateTimeField()),
                        ('verified_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('status', 'requested')), fields=['created_at'], name='bank_card_to_ask')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['requested', 'sent', 'verified', 'failed', 'removed'])), name='bank_card_status_is_a_choice'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'verified'), _negated=True), models.Q(('verified_at__isnull', False), models.Q(('bank_token', ''), _negated=True)), _connector='OR'), name='bank_card_verified_has_a_token'), models.CheckConstraint(condition=models.Q(('is_default', False), ('status', 'verified'), _connector='OR'), name='bank_card_default_is_verified'), models.CheckConstraint(condition=models.Q(('tries__lte', 3)), name='bank_card_three_tries'), models.UniqueConstraint(condition=models.Q(('status__in', ['requested', 'sent', 'verified'])), fields=('user', 'card_index'), name='bank_card_once_a_person'), models.UniqueConstraint(condition=models.Q(('status', 'verified')), fields=('card_index',), name='bank_card_verified_once'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('user',), name='bank_card_one_default')],
                    },
                ),
                migrations.CreateModel(
                    name='CustodyCustomer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('bank_customer', models.CharField(max_length=40, unique=True)),
                        ('opened_at', models.DateTimeField()),
                        ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='CustodyNotification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('notification_id', models.CharField(max_length=64, unique=True)),
                        ('content_hash', models.CharField(max_length=64)),
                        ('kind', models.CharField(max_length=30)),
                        ('reference', models.CharField(blank=True, default='', max_length=40)),
                        ('bank_number', models.CharField(max_length=40)),
                        ('bank_customer', models.CharField(blank=True, default='', max_length=40)),
                        ('amount_fen', models.BigIntegerField()),
                        ('value_on', models.DateField()),
                        ('reason', models.CharField(blank=True, default='', max_length=40)),
                        ('payer_name', accounts.crypto.EncryptedTextField(blank=True, default='')),
                        ('outcome', models.CharField(choices=[('recorded', 'Recorded'), ('repeated', 'Known already'), ('suspense', 'In suspense'), ('waiting', 'Came early'), ('conflict', 'Contradicts the books')], max_length=12)),
                        ('received_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('outcome', 'waiting')), fields=['reference'], name='custody_notification_waiting'), models.Index(condition=models.Q(('outcome', 'conflict')), fields=['id'], name='custody_notification_conflict')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['recorded', 'repeated', 'suspense', 'waiting', 'conflict'])), name='custody_notification_outcome_is_a_choice')],
                    },
                ),
                migrations.CreateModel(
                    name='Deposit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.CharField(max_length=24, unique=True)),
                        ('amount_fen', models.BigIntegerField()),
                        ('status', models.CharField(choices=[('requested', 'Requested'), ('sent', 'With the bank'), ('confirmed', 'Done'), ('failed', 'Failed'), ('unknown', 'Asking the bank'), ('returned', 'Returned'), ('recalled', 'Recalled')], default='requested', max_length=12)),
                        ('failure', models.CharField(blank=True, default='', max_length=40)),
                        ('requested_at', models.DateTimeField()),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('asked_times', models.PositiveSmallIntegerField(default=0)),
                        ('next_ask_at', models.DateTimeField(blank=True, null=True)),
                        ('bank_page_url', models.CharField(blank=True, default='', max_length=300)),
                        ('is_drawn', models.BooleanField(default=False)),
                        ('card', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='finance.bankcard')),
                        ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['user', 'id'], name='deposit_of_user'), models.Index(condition=models.Q(('status', 'requested')), fields=['id'], name='deposit_to_send'), models.Index(condition=models.Q(('status__in', ['sent', 'unknown'])), fields=['next_ask_at'], name='deposit_to_ask')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='deposit_moves_something'), models.CheckConstraint(condition=models.Q(('status__in', ['requested', 'sent', 'unknown', 'confirmed', 'failed', 'recalled'])), name='deposit_status_is_a_choice'), models.CheckConstraint(condition=models.Q(('status', 'requested'), ('status', 'failed'), ('sent_at__isnull', False), _connector='OR'), name='deposit_sent_has_an_instant'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('status__in', ['requested', 'sent', 'unknown'])), models.Q(('ended_at__isnull', False), ('status__in', ['confirmed', 'failed', 'recalled'])), _connector='OR'), name='deposit_ended_has_an_instant')],
                    },
                ),
                migrations.CreateModel(
                    name='Entry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=40)),
                        ('reference', models.CharField(max_length=60)),
                        ('business_date', models.DateField()),
                        ('value_on', models.DateField()),
                        ('posted_at', models.DateTimeField()),
                        ('idempotency_key', models.CharField(max_length=160)),
                        ('input_hash', models.CharField(max_length=64)),
                        ('posted_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reverses', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversals', to='finance.entry')),
                    ],
                    options={
                        'verbose_name_plural': 'entries',
                        'indexes': [models.Index(fields=['reference', 'id'], name='entry_of_reference'), models.Index(fields=['business_date', 'id'], name='entry_of_day')],
                        'constraints': [models.UniqueConstraint(fields=('idempotency_key',), name='entry_once_a_key'), models.UniqueConstraint(condition=models.Q(('reverses__isnull', False)), fields=('reverses',), name='entry_reversed_at_most_once')],
                    },
                ),
                migrations.CreateModel(
                    name='BankTransaction',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('bank_number', models.CharField(max_length=40, unique=True)),
                        ('kind', models.CharField(max_length=30)),
                        ('reference', models.CharField(blank=True, default='', max_length=40)),
                        ('bank_customer', models.CharField(blank=True, default='', max_length=40)),
                        ('amount_fen', models.BigIntegerField()),
                        ('direction', models.SmallIntegerField()),
                        ('value_on', models.DateField()),
                        ('is_conflict', models.BooleanField(default=False)),
                        ('recorded_at', models.DateTimeField()),
                        ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bank_transactions', to='finance.entry')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['reference', 'id'], name='bank_transaction_of_reference')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='bank_transaction_has_an_amount'), models.CheckConstraint(condition=models.Q(('direction__in', [-1, 0, 1])), name='bank_transaction_direction')],
                    },
                ),
                migrations.CreateModel(
                    name='Hold',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.CharField(max_length=24, unique=True)),
                        ('amount_fen', models.BigIntegerField()),
                        ('purpose', models.CharField(max_length=40)),
                        ('reference', models.CharField(max_length=60)),
                        ('status', models.CharField(choices=[('held', 'Held'), ('settled', 'Settled'), ('released', 'Released')], default='held', max_length=10)),
                        ('held_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ended_holds', to='finance.entry')),
                        ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('placed_entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placed_holds', to='finance.entry')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['owner', 'id'], name='hold_of_owner'), models.Index(condition=models.Q(('status', 'held')), fields=['owner'], name='hold_open_of_owner'), models.Index(fields=['reference'], name='hold_of_reference')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='hold_holds_something'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_entry__isnull', True), ('status', 'held')), models.Q(('ended_at__isnull', False), ('ended_entry__isnull', False), ('status__in', ['settled', 'released'])), _connector='OR'), name='hold_ends_with_an_entry')],
                    },
                ),
                migrations.CreateModel(
                    name='LedgerAccount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=8)),
                        ('slot', models.PositiveSmallIntegerField(default=0)),
                        ('kind', models.CharField(choices=[('asset', 'Asset'), ('liability', 'Liability'), ('equity', 'Equity'), ('income', 'Income'), ('cost', 'Cost')], max_length=10)),
                        ('debits_fen', models.BigIntegerField(default=0)),
                        ('credits_fen', models.BigIntegerField(default=0)),
                        ('owner', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('owner__isnull', True)), fields=('code', 'slot'), name='ledger_account_once_for_the_house'), models.UniqueConstraint(condition=models.Q(('owner__isnull', False)), fields=('code', 'owner'), name='ledger_account_once_an_owner'), models.CheckConstraint(condition=models.Q(models.Q(('code__in', ('2001', '2002')), _negated=True), ('credits_fen__gte', models.F('debits_fen')), _connector='OR'), name='ledger_account_wallet_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('code__in', ('2001', '2002')), ('owner__isnull', False), ('slot', 0)), models.Q(models.Q(('code__in', ('2001', '2002')), _negated=True), ('owner__isnull', True)), _connector='OR'), name='ledger_account_wallets_have_owners'), models.CheckConstraint(condition=models.Q(('credits_fen__gte', 0), ('debits_fen__gte', 0)), name='ledger_account_totals_only_grow'), models.CheckConstraint(condition=models.Q(('kind__in', ['asset', 'liability', 'equity', 'income', 'cost'])), name='ledger_account_kind_is_a_choice')],
                    },
                ),
                migrations.CreateModel(
                    name='PayoutHalt',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('is_open', models.BooleanField(default=True)),
                        ('reason', models.TextField()),
                        ('business_on', models.DateField()),
                        ('halted_at', models.DateTimeField()),
                        ('lifted_at', models.DateTimeField(blank=True, null=True)),
                        ('lifted_because', models.TextField(blank=True, default='')),
                        ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('is_open', True)), fields=('is_open',), name='payout_halt_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('is_open', True), ('lifted_at__isnull', True), ('lifted_by__isnull', True)), models.Q(('is_open', False), ('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='payout_halt_lifted_by_a_person')],
                    },
                ),
                migrations.CreateModel(
                    name='SandboxCard',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reference', models.CharField(max_length=40, unique=True)),
                        ('token', models.CharField(max_length=60, unique=True)),
                        ('last_four', models.CharField(max_length=4)),
                        ('small_amount_fen', models.PositiveSmallIntegerField()),
                        ('is_verified', models.BooleanField(default=False)),
                        ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='finance.sandboxcustomer')),
                    ],
                ),
                migrations.CreateModel(
                    name='SandboxPlan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('behaviour', models.CharField(choices=[('delay', 'Delay the notification'), ('duplicate', 'Send the notification twice'), ('reorder', 'Let the next notification overtake this one'), ('silent', 'Stay silent'), ('fail_deposit', 'Decline the deposit'), ('bounce_withdrawal', 'Bounce the withdrawal'), ('time_out', 'Act, but let the call time out'), ('lose_call', 'Let the call time out without acting'), ('wrong_amount', 'Book one fen less than ordered'), ('wrong_customer', 'Name another payer')], max_length=20)),
                        ('remaining', models.PositiveSmallIntegerField()),
                        ('seconds', models.PositiveIntegerField(default=0)),
                        ('planned_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('remaining__gt', 0)), fields=['behaviour', 'id'], name='sandbox_plan_standing')],
                    },
                ),
                migrations.CreateModel(
                    name='SandboxTransaction',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('bank_number', models.CharField(max_length=40, unique=True)),
                        ('kind', models.CharField(max_length=30)),
                        ('reference', models.CharField(blank=True, default='', max_length=40)),
                        ('told_customer', models.CharField(blank=True, default='', max_length=40)),
                        ('payer_name', accounts.crypto.EncryptedTextField(blank=True, default='')),
                        ('card_last_four', models.CharField(blank=True, default='', max_length=4)),
                        ('amount_fen', models.BigIntegerField()),
                        ('state', models.CharField(choices=[('awaiting', 'Waiting for the customer'), ('booked', 'Booked'), ('declined', 'Declined'), ('closed', 'Closed unseen')], max_length=10)),
                        ('reason', models.CharField(blank=True, default='', max_length=40)),
                        ('token', models.CharField(max_length=60, unique=True)),
                        ('return_url', models.CharField(blank=True, default='', max_length=300)),
                        ('ordered_at', models.DateTimeField()),
                        ('booked_on', models.DateField(blank=True, null=True)),
                        ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transactions', to='finance.sandboxcustomer')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('reference', ''), _negated=True), fields=('reference', 'kind'), name='sandbox_transaction_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'booked'), _negated=True), ('booked_on__isnull', False), _connector='OR'), name='sandbox_transaction_booked_has_a_date'), models.UniqueConstraint(condition=models.Q(('kind__in', ['deposit', 'withdrawal', 'refund', 'closed'])), fields=('reference',), name='sandbox_transaction_one_order')],
                    },
                ),
                migrations.CreateModel(
                    name='SandboxNotification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('notification_id', models.CharField(max_length=64, unique=True)),
                        ('body', accounts.crypto.EncryptedTextField()),
                        ('state', models.CharField(choices=[('queued', 'Queued'), ('delivered', 'Delivered'), ('silenced', 'Kept back')], default='queued', max_length=10)),
                        ('copies', models.PositiveSmallIntegerField(default=1)),
                        ('overtake', models.BooleanField(default=False)),
                        ('due_at', models.DateTimeField()),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('last_status', models.PositiveSmallIntegerField(default=0)),
                        ('delivered_at', models.DateTimeField(blank=True, null=True)),
                        ('transaction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='finance.sandboxtransaction')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['due_at', 'id'], name='sandbox_notification_due')],
                    },
                ),
                migrations.CreateModel(
                    name='SuspenseItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.CharField(max_length=24, unique=True)),
                        ('amount_fen', models.BigIntegerField()),
                        ('reason', models.CharField(choices=[('unidentified', 'The sender gave no reference'), ('unknown_reference', 'The reference is not one of ours'), ('amount', 'The amount differs from the order'), ('customer', 'The payer differs from the order'), ('late', 'The order had already ended')], max_length=20)),
                        ('reference', models.CharField(blank=True, default='', max_length=40)),
                        ('payer_name', accounts.crypto.EncryptedTextField(blank=True, default='')),
                        ('status', models.CharField(choices=[('open', 'To clear'), ('assigned', 'Given to a wallet'), ('returning', 'Being sent back'), ('returned', 'Sent back')], default='open', max_length=12)),
                        ('opened_at', models.DateTimeField()),
                        ('cleared_at', models.DateTimeField(blank=True, null=True)),
                        ('evidence', models.TextField(blank=True, default='')),
                        ('return_reference', models.CharField(blank=True, default='', max_length=40)),
                        ('return_sent_at', models.DateTimeField(blank=True, null=True)),
                        ('asked_times', models.PositiveSmallIntegerField(default=0)),
                        ('next_ask_at', models.DateTimeField(blank=True, null=True)),
                        ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('cleared_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('receipt', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='suspense_item', to='finance.banktransaction')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('status__in', ['open', 'returning'])), fields=['id'], name='suspense_to_clear'), models.Index(fields=['reference'], name='suspense_of_reference')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='suspense_holds_something'), models.CheckConstraint(condition=models.Q(('status__in', ['open', 'assigned', 'returning', 'returned'])), name='suspense_status_is_a_choice'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'assigned'), _negated=True), models.Q(('assigned_to__isnull', False), ('cleared_at__isnull', False), ('cleared_by__isnull', False)), _connector='OR'), name='suspense_assigned_by_somebody'), models.UniqueConstraint(condition=models.Q(('return_reference', ''), _negated=True), fields=('return_reference',), name='suspense_return_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Transfer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('amount_fen', models.BigIntegerField()),
                        ('purpose', models.CharField(blank=True, default='', max_length=40)),
                        ('credit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='finance.ledgeraccount')),
                        ('debit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='finance.ledgeraccount')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='finance.entry')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['debit', 'id'], name='transfer_of_debit'), models.Index(fields=['credit', 'id'], name='transfer_of_credit')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='transfer_moves_something'), models.CheckConstraint(condition=models.Q(('debit', models.F('credit')), _negated=True), name='transfer_goes_elsewhere')],
                    },
                ),
                migrations.CreateModel(
                    name='WalletFreeze',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', models.CharField(choices=[('recall', 'The bank took a payment back'), ('paid_twice', 'A payout arrived after it had been called off')], max_length=20)),
                        ('reference', models.CharField(max_length=40)),
                        ('shortfall_fen', models.BigIntegerField(default=0)),
                        ('frozen_at', models.DateTimeField()),
                        ('lifted_at', models.DateTimeField(blank=True, null=True)),
                        ('lifted_because', models.TextField(blank=True, default='')),
                        ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('lifted_at__isnull', True)), fields=['user'], name='wallet_freeze_standing')],
                        'constraints': [models.UniqueConstraint(fields=('reason', 'reference'), name='wallet_freeze_once_a_happening'), models.CheckConstraint(condition=models.Q(('shortfall_fen__gte', 0)), name='wallet_freeze_shortfall'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', True)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False), models.Q(('lifted_because', ''), _negated=True)), _connector='OR'), name='wallet_freeze_lifted_by_a_person')],
                    },
                ),
                migrations.CreateModel(
                    name='Withdrawal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.CharField(max_length=24, unique=True)),
                        ('amount_fen', models.BigIntegerField()),
                        ('status', models.CharField(choices=[('requested', 'Requested'), ('sent', 'With the bank'), ('confirmed', 'Done'), ('failed', 'Failed'), ('unknown', 'Asking the bank'), ('returned', 'Returned'), ('recalled', 'Recalled')], default='requested', max_length=12)),
                        ('failure', models.CharField(blank=True, default='', max_length=40)),
                        ('requested_at', models.DateTimeField()),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('asked_times', models.PositiveSmallIntegerField(default=0)),
                        ('next_ask_at', models.DateTimeField(blank=True, null=True)),
                        ('card', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='finance.bankcard')),
                        ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['user', 'id'], name='withdrawal_of_user'), models.Index(condition=models.Q(('status', 'requested')), fields=['id'], name='withdrawal_to_send'), models.Index(condition=models.Q(('status__in', ['sent', 'unknown'])), fields=['next_ask_at'], name='withdrawal_to_ask')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='withdrawal_moves_something'), models.CheckConstraint(condition=models.Q(('status__in', ['requested', 'sent', 'unknown', 'confirmed', 'failed', 'returned'])), name='withdrawal_status_is_a_choice'), models.CheckConstraint(condition=models.Q(('status', 'requested'), ('status', 'failed'), ('sent_at__isnull', False), _connector='OR'), name='withdrawal_sent_has_an_instant'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('status__in', ['requested', 'sent', 'unknown'])), models.Q(('ended_at__isnull', False), ('status__in', ['confirmed', 'failed', 'returned'])), _connector='OR'), name='withdrawal_ended_has_an_instant')],
                    },
                ),
            ],
        ),
        migrations.RunPython(append_only.install, append_only.remove),
        migrations.RunPython(post_entry_function.create, post_entry_function.drop),
    ]
