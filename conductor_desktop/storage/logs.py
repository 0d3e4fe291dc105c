"""The app's log: one redacted line per record, in a few small files, never a reason to fail."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from io import FileIO
from pathlib import Path

from conductor_desktop.storage.crash_notes import note_crashes, tell_of_crashes
from conductor_desktop.storage.last_crash import CrashPage
from conductor_desktop.storage.log_lines import LineFormatter
from conductor_desktop.storage.paths import AppHome
from conductor_desktop.storage.redaction import Redactor

FILE_NAME = "app.log"
KEPT_FILES = 5
LARGEST_BYTES = 2_000_000

_WAITING_LINES = 500
_TRY_AGAIN_SECONDS = 30.0

# They log request lines, headers and bodies below this level.
_LIBRARIES = (
    "PIL",
    "asyncio",
    "httpcore",
    "httpx",
    "keyring",
    "multipart",
    "requests",
    "starlette",
    "urllib3",
    "uvicorn",
)


class LogFile(logging.Handler):
    """Appends to ``app.log`` and rolls it over; while the disk refuses, lines wait in memory.

    Several processes may write to one log: each line is appended with one write, and a
    roll-over that another process prevents is simply tried again later.
    """

    def __init__(
        self,
        folder: Path,
        redactor: Redactor,
        *,
        largest_bytes: int = LARGEST_BYTES,
        kept_files: int = KEPT_FILES,
    ) -> None:
        super().__init__()
        self.setFormatter(LineFormatter(redactor))
        self._path = folder / FILE_NAME
        self._largest_bytes = largest_bytes
        self._kept_files = kept_files
        self._file: FileIO | None = None
        self._waiting: deque[bytes] = deque(maxlen=_WAITING_LINES)
        self._try_again_at = 0.0
        self._roll_again_at = 0.0

    def emit(self, record: logging.LogRecord) -> None:
        """Never raises and never prints: a log that cannot be written is not the app's problem."""
        with contextlib.suppress(Exception):
            line = self.format(record) + "\n"
            self._waiting.append(line.encode("utf-8", "backslashreplace"))
            self._write_waiting()

    def close(self) -> None:
        with self.lock or contextlib.nullcontext():
            self._let_go()
        super().close()

    def _write_waiting(self) -> None:
        if time.monotonic() < self._try_again_at:
            return
        try:
            while self._waiting:
                self._append(self._waiting[0])
                self._waiting.popleft()
        except OSError:
            self._let_go()
            self._try_again_at = time.monotonic() + _TRY_AGAIN_SECONDS

    def _append(self, line: bytes) -> None:
        file = self._file or self._open()
        size = file.seek(0, os.SEEK_END)
        if size and size + len(line) > self._largest_bytes and self._roll_over():
            file = self._open()
        written = file.write(line)
        if written < len(line):
            self._waiting[0] = b"\n" + line  # half of it is there; say it again on its own line
            raise OSError(errno.ENOSPC, "short write")

    def _open(self) -> FileIO:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = FileIO(self._path, "a", opener=_private)
        return self._file

    def _roll_over(self) -> bool:
        """Move every file one number up. False when another process holds the log."""
        if time.monotonic() < self._roll_again_at:
            return False
        self._let_go()
        rolling = self._path.with_name(f"{FILE_NAME}.0")
        try:
            self._path.replace(rolling)  # the only one that others hold, so it goes first
        except OSError:
            self._roll_again_at = time.monotonic() + _TRY_AGAIN_SECONDS
            self._open()
            return False
        numbered = [self._path.with_name(f"{FILE_NAME}.{n}") for n in range(1, self._kept_files)]
        for newer, older in reversed(list(zip([rolling, *numbered], numbered, strict=False))):
            with contextlib.suppress(OSError):
                newer.replace(older)
        return True

    def _let_go(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None


class LogSession:
    """The log while it is on; ``stop`` puts logging back as it was."""

    def __init__(
        self,
        handlers: Sequence[logging.Handler],
        levels: Mapping[str, int],
        end_crash_notes: Callable[[], None],
    ) -> None:
        self._handlers = handlers
        self._levels = levels
        self._end_crash_notes = end_crash_notes

    def stop(self) -> None:
        self._end_crash_notes()
        logging.captureWarnings(False)
        for handler in self._handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()
        for name, level in self._levels.items():
            logging.getLogger(name or None).setLevel(level)


def start_logging(home: AppHome, redactor: Redactor, *, level: int = logging.INFO) -> LogSession:
    """Send every record of the process to the log in ``home``, and Python's warnings. Never raises.

    What an earlier run wrote down as it died is taken into the log. What ends the program has a
    page of its own besides. Exception hooks are the caller's.
    """
    handlers = (LogFile(home.logs, redactor), CrashPage(home.logs, redactor))
    levels = {name: logging.getLogger(name or None).level for name in ("", *_LIBRARIES)}
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
    root = logging.getLogger()
    root.setLevel(level)
    for handler in handlers:
        root.addHandler(handler)
    logging.captureWarnings(True)
    tell_of_crashes(home.logs)
    return LogSession(handlers, levels, note_crashes(home.logs))


def log_files(folder: Path) -> list[Path]:
    """The files of the log that exist, the oldest first; links are not followed."""
    names = [f"{FILE_NAME}.{n}" for n in range(KEPT_FILES - 1, 0, -1)]
    files = (folder / name for name in (*names, FILE_NAME))
    return [file for file in files if file.is_file() and not file.is_symlink()]


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
