"""Replaces a file as a whole: after a crash there is the old content or the new, never a mix."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

from conductor_desktop.storage.listing import files_like
from conductor_desktop.work import CancelToken

# A virus scanner or indexer holds a file for some milliseconds after it was touched.
_PAUSES = (0.02, 0.05, 0.1, 0.25, 0.5)
_PREFIX = ".conductor-"
_SUFFIX = ".tmp"
_STALE_SECONDS = 60.0
_STALE_FOLDER_SECONDS = (
    3600.0  # its time is that of the last file made in it, not of the last write
)

_T = TypeVar("_T")


def write_atomically(path: Path, data: bytes, *, outlasts_power_cut: bool = True) -> None:
    """Write ``data`` to ``path``, readable by this user only. Raises ``OSError``.

    On any failure the file that was there is unchanged and nothing is left behind. May block for
    about a second while another program holds the file, so never on the UI thread. What need not
    outlast a power cut does not wait for the disk; after one there may be zeros.
    """
    with replacing(path, outlasts_power_cut=outlasts_power_cut) as file:
        file.write(data)


@contextlib.contextmanager
def replacing(path: Path, *, outlasts_power_cut: bool = True) -> Iterator[BinaryIO]:
    """A file that takes the place of ``path`` once the block has ended well; like
    ``write_atomically``, for what is written piece by piece.
    """
    temporary = _beside(path)
    try:
        # Without the fsync a power cut on NTFS leaves the right length and only zeros.
        with open(temporary, "xb", opener=private) as file:
            yield file
            file.flush()
            if outlasts_power_cut:
                os.fsync(file.fileno())
        patiently(lambda: temporary.replace(path))
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if outlasts_power_cut:
        _sync_folder(path.parent)


@contextlib.contextmanager
def scratch_folder(beside: Path) -> Iterator[Path]:
    """A folder next to ``beside`` for what may not lie anywhere else; gone with the block.

    ``sweep_stale`` removes it after a crash.
    """
    folder = _beside(beside)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
    for left in files_like(folder, f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            _remove_if_stale(left)


def private(path: str, flags: int) -> int:
    """Opens a file for ``open``, readable by this user only when it is made by that."""
    return os.open(path, flags, 0o600)


def _beside(path: Path) -> Path:
    return path.parent / f"{_PREFIX}{os.urandom(6).hex()}{_SUFFIX}"


def _remove_if_stale(left: Path) -> None:
    status = left.lstat()
    age = time.time() - status.st_mtime
    if stat.S_ISDIR(status.st_mode):
        if age > _STALE_FOLDER_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    elif age > _STALE_SECONDS:
        left.unlink()


def _sync_folder(folder: Path) -> None:
    # Makes the rename itself durable. Windows cannot open a folder, and does not need it.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
