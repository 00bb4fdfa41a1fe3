from django.db import migrations

# One entry with few transfers, planned once a session instead of at every call. It does what the statement in
# finance/ledger_writers/postgresql.py does for many, and answers -1 where that one has to prepare the ground first.
CREATE = """
CREATE FUNCTION finance_post_entry(
    p_kind text, p_reference text, p_key text, p_hash text, p_value_on date, p_reverses bigint, p_person bigint,
    p_now timestamptz, p_closing date, p_slot int,
    p_codes text[], p_owners bigint[], p_debit_sums bigint[], p_credit_sums bigint[],
    p_debits int[], p_credits int[], p_amounts bigint[], p_purposes text[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_day date;
    v_account bigint;
    v_accounts bigint[];
    v_entry bigint;
    n int;
BEGIN
    SELECT COALESCE(p_closing, today_on) INTO v_day FROM accounts_businessdate WHERE id = 1 FOR SHARE;
    FOR n IN 1 .. cardinality(p_codes) LOOP
        IF p_owners[n] IS NULL THEN
            SELECT id INTO v_account FROM finance_ledgeraccount
            WHERE code = p_codes[n] AND slot = p_slot AND owner_id IS NULL;
        ELSE
            SELECT id INTO v_account FROM finance_ledgeraccount
            WHERE code = p_codes[n] AND owner_id = p_owners[n] AND owner_id IS NOT NULL;
        END IF;
        IF v_account IS NULL OR v_day IS NULL THEN
            RETURN -1;
        END IF;
        v_accounts[n] := v_account;
    END LOOP;
    INSERT INTO finance_entry (
        kind, reference, business_date, value_on, posted_at, idempotency_key, input_hash, reverses_id, posted_by_id
    ) VALUES (
        p_kind, p_reference, v_day, COALESCE(p_value_on, v_day), p_now, p_key, p_hash, p_reverses, p_person
    ) ON CONFLICT (idempotency_key) DO NOTHING RETURNING id INTO v_entry;
    IF v_entry IS NULL THEN
        RETURN NULL;
    END IF;
    FOR n IN SELECT given.n FROM unnest(v_accounts) WITH ORDINALITY AS given (id, n)
        ORDER BY p_owners[given.n] IS NULL, given.id
    LOOP
        UPDATE finance_ledgeraccount
        SET debits_fen = debits_fen + p_debit_sums[n], credits_fen = credits_fen + p_credit_sums[n]
        WHERE id = v_accounts[n];
    END LOOP;
    INSERT INTO finance_transfer (entry_id, debit_id, credit_id, amount_fen, purpose)
    SELECT v_entry, v_accounts[move.debit], v_accounts[move.credit], move.amount_fen, move.purpose
    FROM unnest(p_debits, p_credits, p_amounts, p_purposes) AS move (debit, credit, amount_fen, purpose);
    RETURN v_entry;
END
$$
"""
DROP = """
DROP FUNCTION finance_post_entry(
    text, text, text, text, date, bigint, bigint, timestamptz, date, int,
    text[], bigint[], bigint[], bigint[], int[], int[], bigint[], text[]
)
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("finance", "0003_append_only")]

    operations = [migrations.RunPython(create, drop)]
