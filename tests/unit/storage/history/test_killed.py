"""Whatever was kept when the process was killed is there at the next start, and whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conductor_desktop.storage.history.store import HistoryStore
from tests.unit.storage.history.stage import EVER, LIVE

ROOT = Path(__file__).resolve().parents[4]

WRITER = """
import itertools, sys
from pathlib import Path
from conductor_desktop.storage.history.store import HistoryStore
from tests.unit.storage.history.stage import stretch

store = HistoryStore(Path(sys.argv[1]))
for key in itertools.count():
    store.keep([stretch(key, minutes=key), stretch(key - 1, minutes=key - 1, lasts=2)])
    print(key, flush=True)
"""


@pytest.mark.parametrize("after", [0, 1, 7, 23])
def test_a_kill_loses_nothing_that_was_kept(tmp_path: Path, after: int) -> None:
    path = tmp_path / "history.sqlite3"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            if int(line) >= after:
                break
        writer.kill()  # in the middle of the next one
        told = [int(line), *(int(rest) for rest in writer.stdout.read().split())]
    store = HistoryStore(path)
    kept = [one.key for one in store.since(LIVE, EVER)]
    assert store.notices() == ()
    assert kept[: told[-1] + 2] == [0, -1, *range(1, told[-1] + 1)]
    assert list(tmp_path.glob("*corrupt*")) == []
