"""Replaces a file as a whole: after a crash there is the old content or the new, never a mix."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from conductor_desktop.work import CancelToken

# A virus scanner or indexer holds a file for some milliseconds after it was touched.
_PAUSES = (0.02, 0.05, 0.1, 0.25, 0.5)
_PREFIX = ".conductor-"
_SUFFIX = ".tmp"
_STALE_SECONDS = 60.0

_T = TypeVar("_T")


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, readable by this user only. Raises ``OSError``.

    On any failure the file that was there is unchanged and nothing is left behind. May block for
    about a second while another program holds the file, so never on the UI thread.
    """
    temporary = path.parent / f"{_PREFIX}{os.urandom(6).hex()}{_SUFFIX}"
    try:
        _write_through(temporary, data)
        patiently(lambda: temporary.replace(path))
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def patiently(action: Callable[[], _T]) -> _T:
    """``action``'s result, tried for about a second while another program holds the file."""
    for pause in _PAUSES:
        try:
            return action()
        except PermissionError:
            CancelToken().wait(pause)
    return action()


def sweep_stale(folder: Path) -> None:
    """Remove what a killed process left behind; another process's running write is spared."""
    now = time.time()
    with contextlib.suppress(OSError):
        for left in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            with contextlib.suppress(OSError):
                if now - left.lstat().st_mtime > _STALE_SECONDS:
                    left.unlink()


def private(path: str, flags: int) -> int:
    """Opens a file for ``open``, readable by this user only when it is made by that."""
    return os.open(path, flags, 0o600)


def _write_through(path: Path, data: bytes) -> None:
    # Without the fsync a power cut on NTFS leaves the right length and only zeros.
    with open(path, "xb", opener=private) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    # Makes the rename itself durable. Windows cannot open a folder, and does not need it.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
