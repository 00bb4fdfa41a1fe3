"""Put the list of tags a house begins with into a migrated database."""

import datetime as dt
from typing import Any

from django.db import connection

from support.models import Tag

BEGINNING = (
    ("hard-of-hearing", "听力不便", "Hard of hearing"),
    ("poor-sight", "视力不便", "Poor sight"),
    ("elderly", "老年客户", "Elderly"),
    ("dialect", "习惯方言", "Prefers dialect"),
    ("english", "需要英语服务", "Needs English"),
    ("call-afternoons", "请下午来电", "Call in the afternoon"),
    ("in-writing", "请书面联系", "Contact in writing"),
    ("fraud-victim", "曾遭电信诈骗", "Was a victim of fraud"),
)
SEEDED_AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def seed_tags(**kwargs: Any) -> None:
    """Add what is missing of the first list; safe to run after every migration, also after one backwards.

    A tag that a supervisor retired keeps its row, so it does not come back.
    """
    if Tag._meta.db_table not in connection.introspection.table_names():
        return
    Tag.objects.bulk_create(
        [
            Tag(code=code, name_zh=name_zh, name_en=name_en, added_at=SEEDED_AT)
            for code, name_zh, name_en in BEGINNING
        ],
        ignore_conflicts=True,
    )
