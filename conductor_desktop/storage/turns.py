"""One process at a time: a lock on a file, which the system takes back when its holder dies."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

from conductor_desktop.storage.atomic import private
from conductor_desktop.work import CancelToken

_LONGEST_WAIT_SECONDS = 5.0
_LOOK_AGAIN_SECONDS = 0.02

if sys.platform == "win32":
    import msvcrt

    def _lock(file: FileIO) -> None:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if not error.errno:  # Wine says no more than that it could not
                raise BlockingIOError from error
            raise

    def _unlock(file: FileIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: FileIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: FileIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


class Taken(Exception):
    """Somebody else has held the lock all the time."""


@contextlib.contextmanager
def taking_turns(path: Path) -> Iterator[None]:
    """Hold the lock ``path`` meanwhile; another process that wants it waits.

    Saving takes milliseconds, so whoever holds it for five seconds is stuck. After that, or where
    the file system knows no locks, it goes on without: a rare clash is better than never saving.
    """
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):
            file = held.enter_context(FileIO(path, "a", opener=private))
            _wait_for(file, _LONGEST_WAIT_SECONDS, CancelToken())
            held.callback(_release, file)
        yield


@contextlib.contextmanager
def holding(path: Path, *, seconds: float, cancel: CancelToken) -> Iterator[None]:
    """Hold the lock ``path`` meanwhile. Raises ``Taken`` when it is not free within ``seconds``.

    For what must not be done twice at once, however long it takes. Where no lock can be had,
    because of the disk or the file system, it goes on without.
    """
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):
            file = held.enter_context(FileIO(path, "a", opener=private))
            try:
                _wait_for(file, seconds, cancel)
            except (BlockingIOError, PermissionError) as error:
                raise Taken from error
            held.callback(_release, file)
        yield


def _wait_for(file: FileIO, seconds: float, cancel: CancelToken) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            return _lock(file)
        except (BlockingIOError, PermissionError):  # how Linux and Windows say that it is taken
            if time.monotonic() > until:
                raise
        cancel.wait(_LOOK_AGAIN_SECONDS)


def _release(file: FileIO) -> None:
    with contextlib.suppress(OSError):
        _unlock(file)
