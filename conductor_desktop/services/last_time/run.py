"""This run of the window, as it notes itself down for the next one."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from conductor_desktop.services.last_time.judging import Care, LastTime, judge
from conductor_desktop.storage.crash_notes import claim
from conductor_desktop.storage.run_file import Ended, RunFile, RunRecord


class WindowRun:
    """From its begin to its end. Each call blocks for as long as the disk takes; none raises.

    ``care`` says whether it runs in safe mode, and why.
    """

    def __init__(self, file: RunFile, record: RunRecord, last: LastTime, care: Care) -> None:
        self.last = last
        self.care = care
        self._file = file
        self._record = record
        self._lock = threading.Lock()

    @classmethod
    def begin(cls, path: Path, notes: Path, *, safe_wanted: bool = False) -> WindowRun:
        """Note that it has begun, and find out what has become of the one before.

        Only for whoever holds the lock of the window. ``path`` is the file of the runs, ``notes``
        the folder of what is written in a crash.
        """
        file = RunFile(path)
        before = file.read()
        now, up_seconds = time.time(), seconds_up()
        last = LastTime()
        if before is not None:
            left = claim(notes, before.process)
            last = judge(before, left, now=now, up_seconds=up_seconds)
        began = datetime.fromtimestamp(now, UTC)
        record = RunRecord(
            os.getpid(), began, up_seconds, failures=last.failures, untold=last.untold
        )
        file.write(record)
        return cls(file, record, last, last.care(wanted=safe_wanted))

    def settle(self) -> None:
        """It has lasted long enough to be no start that failed."""
        self._change(lambda record: replace(record, settled=True))

    def told(self) -> None:
        """The person has been told of what happened last time."""
        self._change(lambda record: replace(record, untold=None))

    def end(self, ended: Ended) -> None:
        """Note how it ended; what is noted first counts."""
        self._change(lambda record: record if record.ended else replace(record, ended=ended))

    def _change(self, change: Callable[[RunRecord], RunRecord]) -> None:
        with self._lock:
            record = change(self._record)
            if record != self._record:
                self._record = record
                self._file.write(record)


def seconds_up() -> float:
    """How long this PC has been on, asleep or not."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)  # on Linux the other one stops asleep
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)
