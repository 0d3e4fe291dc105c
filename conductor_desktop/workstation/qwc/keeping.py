"""Keeps the bytes that were checked, so that those and no others are handed over."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import tempfile
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from conductor_desktop.errors import AppError, HomeNotWritable
from conductor_desktop.workstation.qwc.parsing import MOST_BYTES

# Windows ends a path at 260 characters for most programs, and the name takes 22 of them.
_LONGEST_FOLDER = 200
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

    Where other programs may not be able to open a file in ``folder``, because its name is too
    long, it is on another computer or inside one of ``clouds``, a temporary folder takes its place.
    """

    def __init__(self, folder: Path, clouds: Collection[str] = ()) -> None:
        self.folder = folder
        self._place = folder if opens_anywhere(str(folder), clouds) else None

    def keep(self, data: bytes) -> KeptFile:
        """Write the bytes, whole or not at all. Raises ``HomeNotWritable``.

        The name a server suggests is never used.
        """
        try:
            if self._place is None:
                self._place = Path(tempfile.mkdtemp(prefix="conductor-"))
            self._place.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = self._place / f"conductor-{secrets.token_hex(4)}.qwc"
            _write(data, path)
        except OSError as error:
            where = str(self._place or tempfile.gettempdir())
            raise HomeNotWritable(where, error.strerror or type(error).__name__) from error
        return KeptFile(path, hashlib.sha256(data).hexdigest())

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

    def forget(self, older_than_seconds: float = 0.0) -> None:
        """Delete what is kept, whoever has left it; what cannot be deleted now is so later."""
        limit = time.time() - older_than_seconds
        for folder in {self.folder, self._place or self.folder}:
            for path in folder.glob("conductor-*.*"):
                with contextlib.suppress(OSError):
                    if path.stat().st_mtime <= limit:
                        path.unlink()
        if self._place not in (None, self.folder):
            with contextlib.suppress(OSError):
                self._place.rmdir()
                self._place = None


def opens_anywhere(folder: str, clouds: Collection[str]) -> bool:
    """Whether every program on this PC can be expected to open a file in ``folder``."""
    is_elsewhere = folder.startswith("\\\\")
    place = f"{folder}{os.sep}".casefold()
    in_cloud = any(
        place.startswith(f"{cloud.rstrip(os.sep)}{os.sep}".casefold()) for cloud in clouds
    )
    return len(folder) <= _LONGEST_FOLDER and not is_elsewhere and not in_cloud


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
