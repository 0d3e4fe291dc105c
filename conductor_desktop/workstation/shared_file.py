"""Opens a file that another program is writing, and stays out of that program's way."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO

from conductor_desktop.workstation.pc import CouldNotTell

if sys.platform == "win32":
    import _winapi
    import msvcrt

    # Read, write and delete. Python's own open() leaves out the last: while it has a file, nobody
    # can rename or delete it, and the Web Connector does both when its log is cleared.
    _SHARE_ALL = 0x1 | 0x2 | 0x4

    def _open(path: str) -> BinaryIO:
        handle = _winapi.CreateFile(
            path, _winapi.GENERIC_READ, _SHARE_ALL, 0, _winapi.OPEN_EXISTING, 0, 0
        )
        return os.fdopen(msvcrt.open_osfhandle(handle, os.O_RDONLY), "rb")

else:

    def _open(path: str) -> BinaryIO:
        return Path(path).open("rb")


def open_shared(path: str) -> BinaryIO | None:
    """The file, to be read and closed; ``None`` if there is none. Raises ``CouldNotTell``."""
    try:
        return _open(path)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise CouldNotTell("A file on this PC may not be read.") from error
