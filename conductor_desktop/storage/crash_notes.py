"""What Python writes down when the program dies, and how a later run takes it into the log.

Nothing can clean it while it is written: nobody is left to. It holds names of files and functions
and no values, lies in a file of its own, and is cleaned and deleted at the next start.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

log = logging.getLogger(__name__)

_NAME = "crash-{}.txt"
_LONGEST = 64 * 1024
_FORGOTTEN_SECONDS = 24 * 60 * 60.0


def note_crashes(folder: Path) -> Callable[[], None]:
    """From now on; what is returned ends it. Leaves it to whoever has asked for it before.

    Never raises.
    """
    if faulthandler.is_enabled():
        return lambda: None
    path = folder / _NAME.format(os.getpid())
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError:
        return lambda: None
    faulthandler.enable(descriptor)

    def end() -> None:
        faulthandler.disable()
        os.close(descriptor)
        with contextlib.suppress(OSError):
            path.unlink()

    return end


def tell_of_crashes(folder: Path) -> None:
    """Log what earlier runs have written down, and delete it. Never raises."""
    with contextlib.suppress(OSError):
        for path in folder.glob(_NAME.format("*")):
            with contextlib.suppress(OSError):
                _tell(path)


def _tell(path: Path) -> None:
    if path.is_symlink() or not path.is_file():
        return
    if not path.stat().st_size:
        # Of a run that goes on, unless it is very old.
        if time.time() - path.stat().st_mtime > _FORGOTTEN_SECONDS:
            path.unlink()
        return
    with path.open("rb") as file:
        text = file.read(_LONGEST).decode("utf-8", "replace")
    path.unlink()
    log.critical("an earlier run has died:\n%s", text)
