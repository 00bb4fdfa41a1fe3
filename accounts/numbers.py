"""Human numbers of business objects: a prefix, the business date, a running number that never repeats."""

from django.db import connection

from accounts import clock


def next_numbers(prefix: str, count: int) -> list[str]:
    """Draw `count` fresh numbers such as LN20261123000042; gaps are allowed, repeats are not."""
    if count <= 0:
        return []
    day = f"{clock.today():%Y%m%d}"
    return [f"{prefix}{day}{running:06d}" for running in _draw(count)]


def next_number(prefix: str) -> str:
    """Draw one fresh number."""
    return next_numbers(prefix, 1)[0]


def _draw(count: int) -> list[int]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval('accounts_number_sequence') FROM generate_series(1, %s)", [count])
            return [row[0] for row in cursor.fetchall()]
        # AUTOINCREMENT never gives an id twice, even after its row is gone: the table stays at one row.
        cursor.execute(
            "INSERT INTO accounts_numberticket (id) SELECT NULL FROM json_each(%s) RETURNING id",
            ["[" + ",".join(["0"] * count) + "]"],
        )
        drawn = [row[0] for row in cursor.fetchall()]
        cursor.execute("DELETE FROM accounts_numberticket WHERE id < %s", [max(drawn)])
        return sorted(drawn)
