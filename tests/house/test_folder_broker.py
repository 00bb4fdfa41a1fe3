"""The embedded broker hands out whole messages, each once, whoever writes and reads at the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.transport import filesystem

from config.celery import app
from config.folder_broker import SCHEME, Channel

WRITERS, READERS, MESSAGES = 4, 4, 200


@pytest.fixture
def options(tmp_path: Path) -> dict[str, str]:
    for name in ("messages", "control"):
        (tmp_path / name).mkdir()
    messages = str(tmp_path / "messages")
    return {
        "data_folder_in": messages,
        "data_folder_out": messages,
        "control_folder": str(tmp_path / "control"),
    }


def channel_of(options: dict[str, str]) -> Channel:
    return Connection(f"{SCHEME}://localhost", transport_options=options).channel()


def test_every_message_arrives_whole_and_once(options: dict[str, str]) -> None:
    def write(writer: int) -> list[str]:
        channel = channel_of(options)
        names = [f"{writer}-{n}" for n in range(MESSAGES)]
        for name in names:
            channel._put("celery", {"name": name, "filling": "x" * 20_000})
        return []

    def read(_reader: int) -> list[str]:
        channel, got, idle = channel_of(options), [], 0
        while idle < 200:
            try:
                got.append(channel._get("celery")["name"])
                idle = 0
            except Empty:
                idle += 1
        return got

    with ThreadPoolExecutor(WRITERS + READERS) as pool:
        writing = [pool.submit(write, n) for n in range(WRITERS)]
        reading = [pool.submit(read, n) for n in range(READERS)]
        for job in writing:
            job.result()
        got = [name for job in reading for name in job.result()]
        got += read(0)
    expected = [f"{writer}-{n}" for writer in range(WRITERS) for n in range(MESSAGES)]
    assert Counter(got) == Counter(expected)
    assert list(Path(options["data_folder_in"]).iterdir()) == []


def test_messages_come_in_the_order_they_were_put(options: dict[str, str]) -> None:
    channel = channel_of(options)
    for n in range(20):
        channel._put("celery", {"n": n})
    channel._put("other", {"n": -1})
    assert [channel._get("celery")["n"] for _ in range(20)] == list(range(20))
    with pytest.raises(Empty):
        channel._get("celery")


def test_queues_bound_at_once_are_all_known(options: dict[str, str]) -> None:
    names = [f"queue{n}" for n in range(20)]
    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(lambda name: channel_of(options)._queue_bind("all", "", "", name), names))
    channel = channel_of(options)
    assert sorted(row.queue for row in channel.get_table("all")) == sorted(names)
    channel._delete("queue3", "all", "", "")
    assert "queue3" not in {row.queue for row in channel.get_table("all")}


def test_the_scheme_is_known_and_the_library_still_has_what_we_replace() -> None:
    assert app.connection_for_write(f"{SCHEME}://localhost").transport.Channel is Channel
    for name in ("_put", "_get", "_queue_bind", "_delete", "get_table", "_exchange_file"):
        assert hasattr(filesystem.Channel, name)
