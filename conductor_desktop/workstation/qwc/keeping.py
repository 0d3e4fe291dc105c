"""Keeps the bytes that were checked, so that those and no others are handed over."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
import sys
import tempfile
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from conductor_desktop.errors import AppError, HomeNotWritable
from conductor_desktop.workstation.qwc.parsing import MOST_BYTES

# Windows ends a path at 260 characters for most programs, and the name takes 22 of them.
_LONGEST_FOLDER = 200
_TEMPORARY = "conductor-files-"
A_DAY = 24 * 3600.0
# Windows would change line ends without it.
_BINARY: int = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class KeptFile:
    """A file of ours, and the hash of the bytes that were checked."""

    path: Path
    sha256: str


class FileChanged(AppError):
    """What is kept is not what was checked; it is gone now."""

    def __init__(self) -> None:
        super().__init__(
            "The connection file has been changed",
            "The file that was checked is not there any more as it was, so it is not opened.",
            "Download the file once more. If this happens again, ask whoever looks after this PC "
            "which program changes files.",
        )


class KeptFiles:
    """Files under names of our own, readable by us alone, in ``folder``.

    A temporary folder takes its place where other programs may not be able to open a file,
    because its name is too long, it is on another computer or inside one of ``clouds``; and where
    others might change it, outside ``profile``, the person's own folder, if that is known.
    """

    def __init__(
        self, folder: Path, clouds: Collection[str] = (), profile: str | None = None
    ) -> None:
        self.folder = folder
        is_own = profile is None or _is_below(str(folder), [profile])
        self._place = folder if is_own and opens_anywhere(str(folder), clouds) else None
        self._kept: dict[str, KeptFile] = {}

    def keep(self, data: bytes) -> KeptFile:
        """Write the bytes, whole or not at all; once, however often they come.

        The name a server suggests is never used. Raises ``HomeNotWritable``.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        if (kept := self._kept.get(sha256)) is not None:
            with contextlib.suppress(FileChanged):
                self.verify(kept)
                return kept
        try:
            path = self._private_place() / f"conductor-{secrets.token_hex(4)}.qwc"
            _write(data, path)
        except OSError as error:
            where = str(self._place or tempfile.gettempdir())
            raise HomeNotWritable(where, error.strerror or type(error).__name__) from error
        self._kept[sha256] = KeptFile(path, sha256)
        return self._kept[sha256]

    def is_kept(self, path: Path) -> bool:
        """Whether ``path`` is one of those that were written here."""
        return any(kept.path == path for kept in self._kept.values())

    def verify(self, kept: KeptFile) -> None:
        """Hash the file once more. Raises ``FileChanged`` and deletes what is there instead."""
        try:
            with kept.path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise FileChanged from error
        if hashlib.sha256(data).hexdigest() != kept.sha256:
            with contextlib.suppress(OSError):
                kept.path.unlink()
            raise FileChanged

    def forget(self, older_than_seconds: float = 0.0, but: Collection[Path] = ()) -> None:
        """Delete what is kept, whoever has left it; what cannot be deleted now is so later.

        Temporary folders may be another app's of the same person: in those only what is a day old.
        """
        for folder in {self.folder, self._place or self.folder}:
            _delete_in(folder, older_than_seconds, but)
        if self._place not in (None, self.folder):
            with contextlib.suppress(OSError):
                self._place.rmdir()
                self._place = None
        with contextlib.suppress(OSError):
            for place in Path(tempfile.gettempdir()).glob(f"{_TEMPORARY}*"):
                _delete_old_place(place)

    def _private_place(self) -> Path:
        """Where to write, made if need be and closed to others. Raises ``OSError``."""
        if self._place is not None:
            self._place.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not _is_private(self._place):
                self._place = None
        if self._place is None:
            self._place = Path(tempfile.mkdtemp(prefix=_TEMPORARY))
        return self._place


def opens_anywhere(folder: str, clouds: Collection[str]) -> bool:
    """Whether every program on this PC can be expected to open a file in ``folder``."""
    is_elsewhere = folder.startswith("\\\\")
    return len(folder) <= _LONGEST_FOLDER and not is_elsewhere and not _is_below(folder, clouds)


def _is_below(folder: str, places: Collection[str]) -> bool:
    inside = f"{folder}{os.sep}".casefold()
    return any(inside.startswith(f"{place.rstrip(os.sep)}{os.sep}".casefold()) for place in places)


def _is_private(folder: Path) -> bool:
    """Whether others cannot write there; it is closed to them where we may do that.

    Windows keeps such rights elsewhere, and gives a person's own folders the right ones.
    """
    if sys.platform == "win32":
        return True
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        with contextlib.suppress(OSError):
            folder.chmod(0o700)
    found = folder.stat()
    return found.st_uid == os.geteuid() and not stat.S_IMODE(found.st_mode) & 0o077


def _delete_in(folder: Path, older_than_seconds: float, but: Collection[Path] = ()) -> None:
    with contextlib.suppress(OSError):
        for path in folder.glob("conductor-*.*"):
            if path not in but and _is_old(path, older_than_seconds):
                with contextlib.suppress(OSError):
                    path.unlink()


def _delete_old_place(place: Path) -> None:
    """A temporary folder of an earlier run, and what is in it."""
    if not place.is_symlink() and _is_old(place, A_DAY):
        _delete_in(place, A_DAY)
        with contextlib.suppress(OSError):
            place.rmdir()


def _is_old(path: Path, seconds: float) -> bool:
    """A time that is still to come counts as well: the clock has been put back since."""
    try:
        return abs(time.time() - path.lstat().st_mtime) >= seconds
    except OSError:
        return False


def _write(data: bytes, path: Path) -> None:
    draft = path.with_suffix(".part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
