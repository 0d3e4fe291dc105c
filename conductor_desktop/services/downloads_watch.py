"""Sees connection files arrive in the folder that a browser downloads to."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import NamedTuple

_SUFFIX = ".qwc"
# What browsers put beside or behind the name while a file is still coming.
_PARTIAL = (".crdownload", ".part", ".partial", ".tmp", ".download", ".opdownload")


class _State(NamedTuple):
    changed_at: int
    size: int


class DownloadsWatch:
    """Each look compares with the one before; what is there at the first look is not new."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, _State] | None = None
        self._left_over: set[str] = set()
        self._arriving: dict[str, _State] = {}

    def look(self) -> Path | None:
        """A file that has come and is whole, the latest if there are several; each only once.

        A file is whole when it has not changed from one look to the next and can be read. A
        folder that cannot be looked into has nothing to show.
        """
        scan = self._scan()
        if scan is None:
            return None
        seen, partial = scan
        if self._known is None:
            self._known, self._left_over = seen, partial
            return None
        self._left_over &= partial
        partial -= self._left_over  # of a download that was given up long ago
        fresh = {name: state for name, state in seen.items() if self._known.get(name) != state}
        whole = {
            name: state
            for name, state in fresh.items()
            if state.size
            and self._arriving.get(name) == state
            and name.casefold() not in partial
            and _can_be_read(self._folder / name)
        }
        self._arriving = fresh
        self._known.update(whole)
        return self._folder / max(whole, key=whole.__getitem__) if whole else None

    def _scan(self) -> tuple[dict[str, _State], set[str]] | None:
        """The connection files by name, and the names of which a part is still on its way."""
        seen: dict[str, _State] = {}
        partial: set[str] = set()
        try:
            with os.scandir(self._folder) as listing:
                for entry in listing:
                    name = entry.name.casefold()
                    if name.endswith(_SUFFIX) and name != _SUFFIX:
                        # It may be gone by now or out of reach, and the others not.
                        with contextlib.suppress(OSError):
                            _add(entry, seen)
                    elif name.endswith(_PARTIAL):
                        partial.add(name.rpartition(".")[0])
        except OSError:
            return None
        return seen, partial


def _add(entry: os.DirEntry[str], seen: dict[str, _State]) -> None:
    if entry.is_file():
        status = entry.stat()
        seen[entry.name] = _State(status.st_mtime_ns, status.st_size)


def _can_be_read(path: Path) -> bool:
    """Not while another program holds it, as an antivirus does right after a download."""
    try:
        with path.open("rb"):
            return True
    except OSError:
        return False
