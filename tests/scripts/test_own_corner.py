"""Tests that run side by side do not meet."""

from script.lib.own_corner import corner_of


def test_each_process_has_a_folder_and_a_redis_database_of_its_own() -> None:
    common = {"FENQI_VAR_DIR": "/var/test", "REDIS_URL": "redis://:word@127.0.0.1:6379/0?x=1"}
    assert corner_of("gw0", common) == {
        "FENQI_VAR_DIR": "/var/test/gw0",
        "REDIS_URL": "redis://:word@127.0.0.1:6379/1?x=1",
    }
    assert corner_of("gw3", common)["REDIS_URL"] == "redis://:word@127.0.0.1:6379/4?x=1"


def test_without_redis_only_the_folder_changes() -> None:
    assert corner_of("gw1", {"FENQI_VAR_DIR": "/var/test"}) == {"FENQI_VAR_DIR": "/var/test/gw1"}
