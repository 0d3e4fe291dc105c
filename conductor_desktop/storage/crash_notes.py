"""What is written down when the program dies or stands still, and how a later run takes it in.

Nothing can clean it while it is written: nobody is left to. It holds names of files and functions
and no values, lies in a file of its own, and is cleaned and deleted at the next start. Of a window
it is remembered besides, for the next window to speak of, even if a command came by before it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from conductor_desktop.storage.listing import files_like

log = logging.getLogger(__name__)

_DIED, _STOOD_STILL = "crash", "hang"
_SAID = {
    _DIED: "an earlier run has died:\n%s",
    _STOOD_STILL: "the window of an earlier run did not answer any more:\n%s",
}
_BINARY = getattr(os, "O_BINARY", 0)
_LONGEST = 64 * 1024
_MOST_TOLD = 20
_FORGOTTEN_SECONDS = 24 * 60 * 60.0
_TOLD_SECONDS = 30 * _FORGOTTEN_SECONDS
# Windows also tells Python of faults that are dealt with, mostly by a number, and life goes on.
# With these numbers nobody deals: the stop that Chromium gives up with, no instruction or one that
# is not allowed, and a broken heap.
_NUMBERS = b"80000003|c000001d|c0000096|c0000374"
_FATAL = re.compile(
    rb"^(?:Fatal |Windows fatal exception: (?!code 0x(?!%s)))" % _NUMBERS, re.MULTILINE
)


_in_use: list[int] = []  # the descriptor of this process's own note, if it has one


class Evidence(NamedTuple):
    """What the run of one process has left."""

    died: bool
    stood_still: bool


def note_crashes(folder: Path, *, of_window: bool = False) -> Callable[[], None]:
    """From now on; what is returned ends it. Leaves it to whoever has asked for it before.

    Never raises.
    """
    if faulthandler.is_enabled():
        return lambda: None
    note = open_note(folder, _DIED, of_window=of_window)
    if note is None:
        return lambda: None
    path, descriptor = note
    faulthandler.enable(descriptor)
    _in_use.append(descriptor)

    def end() -> None:
        faulthandler.disable()
        _in_use.remove(descriptor)
        close_note(path, descriptor)

    return end


def note_standstill(folder: Path) -> tuple[Path, int] | None:
    """An empty file for the stacks of a window that does not answer; None where there is none."""
    return open_note(folder, _STOOD_STILL, of_window=True)


def open_note(folder: Path, kind: str, *, of_window: bool) -> tuple[Path, int] | None:
    """The note of this process and its descriptor. Never raises."""
    path = folder / _name(kind, os.getpid(), of_window=of_window)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _told_mark(path).unlink(missing_ok=True)  # of another process that had our number
        return path, os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
    except OSError:
        return None


class SurvivedFaults:
    """Faults that were noted like a crash and are none, because this run has outlived them."""

    def __init__(self) -> None:
        self._seen = 0

    def look(self) -> str:
        """What was noted of them, once: at the second look, or it may be a crash at this moment."""
        size = os.fstat(_in_use[0]).st_size if _in_use else 0
        is_over, self._seen = 0 < size == self._seen, size
        return wipe_note(_in_use[0]) if is_over else ""


def wipe_note(descriptor: int) -> str:
    """What was written so far; from now on there is nothing."""
    with contextlib.suppress(OSError):
        os.lseek(descriptor, 0, os.SEEK_SET)
        text = os.read(descriptor, _LONGEST)
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        return text.decode("utf-8", "replace")
    return ""


def close_note(path: Path, descriptor: int) -> None:
    """Nothing has happened, or it has been told: nothing is left of it."""
    os.close(descriptor)
    with contextlib.suppress(OSError):
        path.unlink()


def claim(folder: Path, process: int) -> Evidence:
    """What the window of ``process`` has left, asked once, after its end. Never raises.

    Its notes are for ``tell_of_crashes`` from then on, like those of a command.
    """
    died = _claim_one(folder, _DIED, process, _FATAL)
    return Evidence(died, _claim_one(folder, _STOOD_STILL, process, re.compile(b".")))


def tell_of_crashes(folder: Path) -> None:
    """Log what earlier runs have written down, and delete it. Never raises.

    Of very many notes some are left for the next start.
    """
    for kind, said in _SAID.items():
        for path in files_like(folder, f"{kind}-*.txt")[:_MOST_TOLD]:
            with contextlib.suppress(OSError):
                _tell(path, said)
    _forget_old_marks(folder)


def _tell(path: Path, said: str) -> None:
    if path.is_symlink() or not path.is_file():
        return
    if not path.stat().st_size:
        # Of a run that goes on, unless it is very old.
        if time.time() - path.stat().st_mtime > _FORGOTTEN_SECONDS:
            path.unlink()
        return
    with path.open("rb") as file:
        content = file.read(_LONGEST)
    path.unlink()
    if "-window-" in path.name and _counts(path.name, content):
        _told_mark(path).touch(mode=0o600)
    log.critical(said, content.decode("utf-8", "replace"))


def _claim_one(folder: Path, kind: str, process: int, proof: re.Pattern[bytes]) -> bool:
    path = folder / _name(kind, process, of_window=True)
    with contextlib.suppress(OSError):
        _told_mark(path).unlink()
        return True
    found = False
    with contextlib.suppress(OSError):
        if path.is_symlink() or not path.is_file():
            return False
        with path.open("rb") as file:
            content = file.read(_LONGEST)
        found = proof.search(content) is not None
        if content:
            path.replace(path.with_name(_name(kind, process, of_window=False)))
        else:
            path.unlink()
    return found


def _counts(name: str, content: bytes) -> bool:
    return name.startswith(_STOOD_STILL) or _FATAL.search(content) is not None


def _name(kind: str, process: int, *, of_window: bool) -> str:
    return f"{kind}-{'window-' if of_window else ''}{process}.txt"


def _told_mark(path: Path) -> Path:
    return path.with_suffix(".told")


def _forget_old_marks(folder: Path) -> None:
    for mark in files_like(folder, "*-window-*.told"):
        with contextlib.suppress(OSError):
            if time.time() - mark.lstat().st_mtime > _TOLD_SECONDS:
                mark.unlink()
