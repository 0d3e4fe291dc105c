"""What lies in a folder, however much somebody has put there."""

from __future__ import annotations

import contextlib
import os
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path

MOST_LOOKED_AT = 10_000
"""Entries. A folder of ours has some dozens; one that a person chose may have any number."""


def files_like(folder: Path, pattern: str) -> list[Path]:
    """The entries that are called like ``pattern``, in order, of those that are looked at.

    None where the folder cannot be read.
    """
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        names = [entry.name for entry in islice(entries, MOST_LOOKED_AT)]
        return [folder / name for name in sorted(names) if fnmatchcase(name, pattern)]
    return []
