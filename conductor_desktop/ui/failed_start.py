"""What there is after a start that failed: where it is written down, and how a bundle is made.

The window is what failed, so it is made by the command line, which needs none. No Qt in here.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from conductor_desktop.storage.logs import FILE_NAME
from conductor_desktop.storage.paths import AppHome

_CONSOLE = "conductor-desktop.exe"


def way_to_a_bundle(home: AppHome, words: Sequence[str] = ()) -> str:
    """Sentences for a person; ``words`` are what the start was given to be about this home."""
    log = home.logs / FILE_NAME
    how = (
        "Press Windows+R, paste the line and press Enter"
        if sys.platform == "win32"
        else "Paste the line into a terminal"
    )
    said = [
        f"What happened is written in “{log}”." if log.is_file() else "",
        f"The support bundle shows it to whoever helps you. {how}; it needs no window:",
        command(sys.executable, words),
        f"The bundle is then in “{home.exports}”.",
    ]
    return "\n\n".join(part for part in said if part)


def command(executable: str, words: Sequence[str] = ()) -> str:
    """The line that makes a bundle, with the program's whole path where it is an installed one."""
    is_built = getattr(sys, "frozen", False)
    program = str(Path(executable).with_name(_CONSOLE)) if is_built else "conductor-desktop"
    line = [program, *words, "diagnostics"]
    return subprocess.list2cmdline(line) if sys.platform == "win32" else shlex.join(line)
