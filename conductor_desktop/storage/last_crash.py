"""How the app has last died: a page of its own beside the log, written at once and clean.

The log rolls over, and is long; here the last few times stay, the newest first. There are no values
of variables in it.
"""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path

from conductor_desktop.storage.atomic import write_atomically
from conductor_desktop.storage.log_lines import LineFormatter, printable
from conductor_desktop.storage.redaction import Redactor

FILE_NAME = "last-crash.txt"
_LONGEST = 64 * 1024


class CrashPage(logging.Handler):
    """Keeps what ended the program, and what is told of how an earlier run has ended."""

    def __init__(self, folder: Path, redactor: Redactor) -> None:
        super().__init__(logging.CRITICAL)
        self.setFormatter(_PageFormatter(redactor))
        self._path = folder / FILE_NAME

    def emit(self, record: logging.LogRecord) -> None:
        """Never raises: what is to be said is in the log as well."""
        with contextlib.suppress(Exception):
            new = f"{self.format(record)}\n"
            old = last_crash(self._path.parent)
            page = (f"{new}\n{old}" if old else new).encode("utf-8", "backslashreplace")
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(self._path, _cut(page), outlasts_power_cut=False)


def last_crash(folder: Path) -> str:
    """The page; "" where there is none. Links are not followed. Raises ``OSError``."""
    path = folder / FILE_NAME
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        lines = file.read(_LONGEST).decode("utf-8", "replace").splitlines()
    return "".join(f"{printable(line)}\n" for line in lines)


def _cut(page: bytes) -> bytes:
    """The whole lines of its beginning."""
    return page if len(page) <= _LONGEST else page[: page.rindex(b"\n", 0, _LONGEST) + 1]


class _PageFormatter(LineFormatter):
    def shown(self, text: str) -> str:
        return "\n".join(map(printable, text.splitlines()))
