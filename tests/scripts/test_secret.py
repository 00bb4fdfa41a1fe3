"""The secret a machine makes for itself."""

import stat
from pathlib import Path

from config.environment import read_or_make_secret


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret"
    secret = read_or_make_secret(path)
    assert len(secret) >= 64
    assert read_or_make_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
