"""The embedded broker: a folder as the queue, each message whole or not there.

kombu's own folder transport writes a message under its final name and reads it while it may still be empty, which ends
the worker; here a file gets its final name only when it is complete, and is claimed by renaming it in the same folder.
"""

import fcntl
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

SCHEME = "folder"


def write_whole(path: Path, text: str) -> None:
    """Give a file its content at once: a reader sees the old one, the new one, or none."""
    unfinished = path.with_name(f".new-{uuid.uuid4().hex}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:
        """Add a message; the names sort by the time they were made."""
        name = f"{time.time_ns()}_{uuid.uuid4().hex}.{queue}.msg"
        write_whole(Path(self.data_folder_out, name), dumps(payload))

    def _get(self, queue: str) -> Any:
        """Take the oldest message; who renames it first has it."""
        folder = Path(self.data_folder_in)
        for waiting in sorted(folder.iterdir()):
            if waiting.name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f".taken-{uuid.uuid4().hex}"
            try:
                waiting.rename(taken)
            except FileNotFoundError:
                continue
            text = taken.read_text(encoding="utf-8")
            taken.unlink()
            return loads(text)
        raise Empty

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        """Add a queue to an exchange's table, one process after the other."""
        binding = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        table_file = self._exchange_file(exchange)
        self.control_folder.mkdir(parents=True, exist_ok=True)
        with Path(self.control_folder, ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            table = self.get_table(exchange)
            if binding not in table:
                write_whole(table_file, dumps([binding, *table]))

    def _delete(
        self, queue: str, exchange: str, routing_key: str, pattern: str, *args: Any, **kwargs: Any
    ) -> None:
        """Take a queue and its messages away, and its line out of the exchange's table."""
        self._purge(queue)
        binding = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with Path(self.control_folder, ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            table = self.get_table(exchange)
            if binding in table:
                write_whole(self._exchange_file(exchange), dumps([row for row in table if row != binding]))


class Transport(filesystem.Transport):
    Channel = Channel
