import datetime as dt
import re
from collections import Counter

import pytest
from django.utils import translation

from accounts import append_only
from accounts.models import RuleVersion
from accounts.rules import SEEDS, MissingRule, rule, rule_value, rules, seed_entries, seed_rules
from accounts.rules.calendar import working_days_after

CHINESE = re.compile("[\u4e00-\u9fff]")
STATES = {"confirmed", "to confirm", "practice"}
RULES_PAGE = (
    "cap.person",
    "ban.offline",
    "mandate",
    "samename",
    "ban.list",
    "funding.window",
    "one.project",
    "suitability",
    "auto.consent",
    "custody",
    "exit.notice",
    "disclosure.month",
    "disclosure.loan",
    "disclosure.event",
    "risk.popup",
    "rate.cap",
    "no.upfront",
    "early",
    "allocation",
    "assignment",
    "goods.default",
    "rate.display",
    "class.five",
    "provision",
    "aml.large",
    "credit.data",
    "collection",
    "pipl",
    "esign",
    "ads",
    "tax.interest",
    "holidays",
    "cooling.off",
    "vat.services",
    "lpr",
)


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_seed_names_its_source_state_and_both_languages(path) -> None:
    for _pack, entry in seed_entries(path):
        assert set(entry) == {"code", "value", "valid_from_on", "article", "state", "en", "zh"}, entry["code"]
        assert entry["state"] in STATES
        assert not CHINESE.search(entry["en"]), entry["code"]
        assert CHINESE.search(entry["zh"]), entry["code"]


def test_no_version_stands_twice() -> None:
    keys = Counter(
        (pack, entry["code"], entry["valid_from_on"])
        for path in SEEDS.glob("*.toml")
        for pack, entry in seed_entries(path)
    )
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.django_db
def test_the_default_pack_holds_every_rule_of_the_rules_page() -> None:
    held = rules(RULES_PAGE, on=dt.date(2026, 11, 23))
    assert held["rate.cap"].value["lpr_multiple"] == 4
    assert held["lpr"].value == {"one_year_ppm": 30_000}
    assert not held["lpr"].is_confirmed
    assert held["cap.person"].value["person_platform_fen"] == 20_000_000


@pytest.mark.django_db
def test_the_version_of_the_date_holds() -> None:
    assert rule_value("lpr", on=dt.date(2025, 5, 19)) == {"one_year_ppm": 31_000}
    assert rule_value("lpr", on=dt.date(2025, 5, 20)) == {"one_year_ppm": 30_000}
    with pytest.raises(MissingRule):
        rule("lpr", on=dt.date(2019, 1, 1))
    with pytest.raises(MissingRule):
        rules(["lpr", "rate.cap"], on=dt.date(2019, 9, 1))


@pytest.mark.django_db
def test_the_licensed_pack_opens_no_listing(settings) -> None:
    assert rule_value("regime")["listings_open"] is True
    settings.RULE_PACK = "cn-consumer-finance-2024"
    assert rule_value("regime")["listings_open"] is False
    assert rule_value("rate.cap")["annual_rate_ppm"] == 240_000


@pytest.mark.django_db
def test_seeding_again_changes_nothing() -> None:
    with append_only.lifted():
        before = set(RuleVersion.objects.values_list("pk", flat=True))
    assert seed_rules() == 0
    assert set(RuleVersion.objects.values_list("pk", flat=True)) == before


@pytest.mark.django_db
def test_the_funding_window_steps_over_the_spring_festival() -> None:
    assert working_days_after(dt.date(2026, 2, 13), 1) == dt.date(2026, 2, 14)
    assert working_days_after(dt.date(2026, 2, 13), 2) == dt.date(2026, 2, 24)
    assert working_days_after(dt.date(2026, 2, 9), 20) == dt.date(2026, 3, 13)


def test_a_rule_and_its_source_are_read_in_one_language() -> None:
    version = RuleVersion(
        article="Civil Code, article 677 · 《民法典》第六百七十七条",
        text_en="Days used.",
        text_zh="按实际天数。",
    )
    with translation.override("en"):
        assert (version.text, version.source) == ("Days used.", "Civil Code, article 677")
    with translation.override("zh-hans"):
        assert (version.text, version.source) == ("按实际天数。", "《民法典》第六百七十七条")
        assert RuleVersion(article="公司制度").source == "公司制度"


def test_no_seed_is_longer_than_its_column() -> None:
    """PostgreSQL refuses what SQLite stores: a seed too long would stop the first migration of a company."""
    too_long = [
        (entry["code"], name, len(entry[name]))
        for path in sorted(SEEDS.glob("*.toml"))
        for _pack, entry in seed_entries(path)
        for name in ("code", "article")
        if len(entry[name]) > (RuleVersion._meta.get_field(name).max_length or 0)
    ]
    assert too_long == []
