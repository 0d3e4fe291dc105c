"""Writes down where every thread is when the window has not been heard of for 20 seconds.

A thread of Python looks after the window, and Python's fault handler after that thread: whoever
stands still inside a library keeps all of Python waiting, and only the fault handler needs none of
it. Its clock goes on while the program is stopped or the PC asleep, so what it wrote meanwhile is
wiped as soon as the thread is back. What remains in the file is of a window that never came back,
and the next start takes it in. Of faults that were noted like a crash and outlived, the same
thread clears the other note.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import sys
import threading
import time
from pathlib import Path

from conductor_desktop.services.last_time.standstill import (
    STANDSTILL_SECONDS,
    TURN_SECONDS,
    News,
    Standstill,
)
from conductor_desktop.storage.crash_notes import (
    SurvivedFaults,
    close_note,
    note_standstill,
    wipe_note,
)

log = logging.getLogger(__name__)

_MOST_PER_RUN = 3
_COMPUTING = 0.1  # of one processor, while the PC may be busy with other things
_HEAD = b"The window has not answered for %d seconds.\n"


class Watchdog:
    """From ``start`` to ``stop``; ``beat`` says that the window is alive, from its own thread."""

    def __init__(
        self,
        folder: Path,
        *,
        turn_seconds: float = TURN_SECONDS,
        standstill_seconds: float = STANDSTILL_SECONDS,
    ) -> None:
        self._folder = folder
        self._turn_seconds = turn_seconds
        self._standstill_seconds = standstill_seconds
        self._beats = 0
        self._written = 0
        self._since = 0.0
        self._ended = threading.Event()
        self._note: tuple[Path, int] | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Nothing is watched while a debugger of Python holds threads on purpose."""
        self._note = None if sys.gettrace() is not None else note_standstill(self._folder)
        if self._note is not None:
            self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
            self._thread.start()

    def beat(self) -> None:
        """The window is alive."""
        self._beats += 1

    def stop(self) -> None:
        """It was watched to its end, and nothing is left of that."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
        if self._note is not None:
            faulthandler.cancel_dump_traceback_later()
            close_note(*self._note)
            self._note = None

    def _watch(self) -> None:
        if self._note is None:
            return
        file = self._note[1]
        window = Standstill(self._turn_seconds, self._standstill_seconds)
        faults = SurvivedFaults()
        turn, used = time.monotonic(), time.process_time()
        self._guard()
        while not self._ended.wait(self._turn_seconds):
            now, used_now = time.monotonic(), time.process_time()
            was_still, news = window.is_still, window.see(self._beats, now - turn)
            if now - turn >= self._standstill_seconds and not was_still:
                self._come_back(file, now - turn, used_now - used)
            if news is News.STANDS_STILL:
                self._write(file, now)
            elif news is News.GOES_ON:
                self._tell(file, now - self._since)
            if not window.is_still:
                self._guard()
            if fault := faults.look():
                log.warning("a fault was dealt with:\n%s", fault)
            turn, used = now, used_now

    def _guard(self) -> None:
        """Have it written even if this thread never gets its turn again."""
        if self._note is not None and self._written < _MOST_PER_RUN:
            faulthandler.dump_traceback_later(self._standstill_seconds, file=self._note[1])

    def _write(self, file: int, now: float) -> None:
        faulthandler.cancel_dump_traceback_later()
        self._since = now - self._standstill_seconds
        if self._written >= _MOST_PER_RUN:
            return
        self._written += 1
        with contextlib.suppress(OSError):
            os.write(file, _HEAD % round(self._standstill_seconds))
            faulthandler.dump_traceback(file)

    def _come_back(self, file: int, seconds: float, used: float) -> None:
        """Everything stood still. Who computed meanwhile was neither asleep nor stopped."""
        faulthandler.cancel_dump_traceback_later()  # it may be in the middle of writing
        if used < seconds * _COMPUTING:
            wipe_note(file)
            log.info("the app was stopped, or the PC asleep, for %.0f seconds", seconds)
            return
        self._written += 1
        self._tell(file, seconds)

    def _tell(self, file: int, seconds: float) -> None:
        text = wipe_note(file)
        log.error("the window did not answer for %.0f seconds:\n%s", seconds, text)
